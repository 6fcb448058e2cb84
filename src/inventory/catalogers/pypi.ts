import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, textOf } from '../file-content.js';
import { stanzas } from '../stanzas.js';

/**
 * Installed Python distributions: METADATA of `*.dist-info`, PKG-INFO of `*.egg-info` and of unpacked eggs, or the
 * `*.egg-info` file itself. Editable installations have one of these, too: pip writes a dist-info, the develop mode of
 * setuptools an egg-info in the source tree. Distributions deeper in a site directory belong to the package around them
 * (vendored by setuptools, test data): like pip, this lists only those directly in a site directory.
 * Source: PyPA, core metadata and "recording installed projects".
 */
export const pypi: Cataloger = {
  id: 'pypi',
  // Only the header at the start is needed; a long description may follow.
  wants: (path) => (isMetadata(path) ? 262_144 : 0),
  read,
};

function isMetadata(path: string): boolean {
  if (!METADATA.test(path) || NOT_INSTALLED.test(path)) return false;
  const site = path.match(IN_SITE)?.[1];
  return site === undefined || DIRECTLY.test(site);
}

const METADATA = /(?:\.dist-info\/METADATA|\.egg-info(?:\/PKG-INFO)?|\/EGG-INFO\/PKG-INFO)$/;
/**
 * The interpreter, which has such a file and is not a distribution of PyPI; vendored distributions; the cache from which
 * uv installs.
 */
const NOT_INSTALLED = /(?:^|\/)Python-\d[^/]*\.egg-info$|\/_vendor\/|(?:^|\/)\.cache\/uv\//;
/** The path inside the innermost site directory. */
const IN_SITE = /^(?:.*\/)?(?:site|dist)-packages\/(.*)$/;
/** An unpacked egg counts as a site directory. */
const DIRECTLY = /^(?:[^/]+\.egg\/)?[^/]+(?:\/[^/]+)?$/;

function read(file: CatalogedFile): FoundPackage[] {
  const [header] = stanzas(textOf(file.bytes));
  const name = cleanString(header?.get('name'), 300);
  const version = cleanString(header?.get('version'), 256);
  if (!name || !version) {
    throw new CatalogError('is not the metadata of a Python distribution with a name and version');
  }
  return [{ type: 'pypi', name, version, license: licenseOf(header) }];
}

/** The expression of metadata 2.4, else the older field, unless it contains the text of the license. */
function licenseOf(header: ReadonlyMap<string, string> | undefined): string | undefined {
  const expression = cleanString(header?.get('license-expression'));
  if (expression) return expression;
  const license = header?.get('license');
  if (!license || license.includes('\n') || license.length > 100) return undefined;
  return license.toUpperCase() === 'UNKNOWN' ? undefined : cleanString(license);
}
