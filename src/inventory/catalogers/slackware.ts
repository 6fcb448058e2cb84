import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, decodeUtf8, maxMebibytes, requireFullContent } from '../file-content.js';

/**
 * The database of Slackware: a file `NAME-VERSION-ARCH-BUILD` for each package, with its files after `FILE LIST:`.
 * Source: pkgtools, installpkg(8).
 */
export const slackware: Cataloger = {
  id: 'slackware',
  system: true,
  onePackage: true,
  wants: (path, size) => (RECORD.test(path) ? maxMebibytes(64, size) : 0),
  read,
};

const RECORD = /^var\/(?:log|lib\/pkgtools)\/packages\/([^/]+)-([^/-]+)-([^/-]+)-([^/-]+)$/;

function read(file: CatalogedFile): FoundPackage[] {
  const text = decodeUtf8(requireFullContent(file));
  const [name, number, arch, build] =
    RECORD.exec(file.path)
      ?.slice(1)
      .map((one) => cleanString(one)) ?? [];
  if (!name || !number || !build || !text.startsWith('PACKAGE NAME:'))
    throw new CatalogError('is not the record of a package');
  const start = text.indexOf('\nFILE LIST:\n');
  const files = start < 0 ? '' : text.slice(start + '\nFILE LIST:\n'.length);
  const found: FoundPackage = {
    type: 'slackware',
    name,
    version: `${number}-${build}`,
    arch,
    files: files.replace(/^\.\/\n/, ''),
  };
  if (start < 0 || !text.endsWith('\n'))
    throw new CatalogError('was cut: not all files of the package are known', 'malformed', [found]);
  return [found];
}
