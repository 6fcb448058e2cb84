import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage, PackageDetails } from '../cataloger.js';
import { cleanString, decodeUtf8, maxMebibytes, requireFullContent } from '../file-content.js';
import { eachLine } from '../stanzas.js';

/**
 * The database of Portage (Gentoo): a folder `CATEGORY/NAME-VERSION` for each package, with its files in CONTENTS, and a
 * file for each of its variables. Source: Package Manager Specification, 3.1 and 3.2; Portage, vartree.py.
 */
export const portage: Cataloger = {
  id: 'portage',
  system: true,
  onePackage: true,
  wants: (path, size) => (CONTENTS.test(path) ? maxMebibytes(256, size) : 0),
  read,
  details: { wants: (path) => DETAILS.test(path), read: readDetails },
};

const CONTENTS = /^var\/db\/pkg\/[^/]+\/[^/]+\/CONTENTS$/;
const DETAILS = /^var\/db\/pkg\/[^/]+\/[^/]+\/(LICENSE|repository)$/;
/** How Portage marks the folder of a package while it installs it. */
const MERGING = '-MERGING-';

function read(file: CatalogedFile): FoundPackage[] {
  const text = decodeUtf8(requireFullContent(file));
  const files: string[] = [];
  let invalidLines = 0;
  for (const line of eachLine(text)) {
    const path = pathOf(line);
    if (path === undefined) invalidLines++;
    else files.push(path);
  }
  const known = packageAt(file.path);
  if (!known)
    throw new CatalogError('is in a folder whose name is not that of a package and its version');
  const found: FoundPackage = { type: 'ebuild', ...known, files: files.join('\n') };
  if (file.path.includes(`/${MERGING}`))
    throw new CatalogError('belongs to a package whose installation was interrupted', 'malformed', [
      found,
    ]);
  if (invalidLines > 0 || !(text === '' || text.endsWith('\n')))
    throw new CatalogError(
      'has damaged lines: not all files of the package are known',
      'malformed',
      [found],
    );
  return [found];
}

/** `dir /usr`, `obj /usr/bin/a MD5 MTIME`, `sym /bin/sh -> bash MTIME`, `fif /run/x`, `dev /dev/x`. */
function pathOf(line: string): string | undefined {
  const [, kind, rest = ''] = /^(dir|obj|sym|fif|dev) \/(.*)$/s.exec(line) ?? [];
  if (kind === 'obj') return /^(.+) [0-9a-f]{32} \d+$/.exec(rest)?.[1];
  if (kind === 'sym') return rest.split(' -> ')[0];
  return kind && rest;
}

/** The name with its category, and the version with its revision: `dev-libs/openssl`, `3.0.13-r2`. */
function packageAt(path: string): { name: string; version: string } | undefined {
  const [category = '', folder = ''] = path.split('/').slice(3);
  const plain = folder.startsWith(MERGING) ? folder.slice(MERGING.length) : folder;
  const version = VERSION.exec(plain.slice(0, MAX_NAME));
  const name = version && cleanString(plain.slice(0, version.index));
  return name && version?.[1] && plain.length <= MAX_NAME
    ? { name: `${category}/${name}`, version: version[1] }
    : undefined;
}

const MAX_NAME = 255;
const VERSION = /-(\d+(?:\.\d+)*[a-z]?(?:_(?:alpha|beta|pre|rc|p)\d*)*(?:-r\d+)?)$/;

function readDetails(file: CatalogedFile): PackageDetails {
  const known = packageAt(file.path);
  if (!known) throw new CatalogError('is not in the folder of a package', 'other-format');
  const value = cleanString(decodeUtf8(file.bytes).replace(/\s+/g, ' '));
  return file.path.endsWith('/LICENSE')
    ? { type: 'ebuild', ...known, license: value }
    : { type: 'ebuild', ...known, publisher: value };
}
