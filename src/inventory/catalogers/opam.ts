import { allLicenses } from '../../licenses/all-licenses.js';
import { normalizeLicense } from '../../licenses/normalize-license.js';
import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, decodeUtf8 } from '../file-content.js';

/**
 * OCaml packages in a switch of opam: the file `opam` of each installed version, whose folder has name and version. A
 * name has no dot. Sources: opam manual, "File hierarchies" and "opam"; module OpamPath.Switch.
 */
export const opam: Cataloger = {
  id: 'opam',
  wants: (path) => (path.endsWith('/opam') && INSTALLED.test(path) ? 1_048_576 : 0),
  read,
};

const INSTALLED = /(?:^|\/)\.opam-switch\/packages\/([\w+-]{1,200})\.([^/]{1,200})\/opam$/;
const VERSION_FIELD = /^opam-version[ \t]*:[ \t]*"[12]/m;
const LICENSE = /^license[ \t]*:[ \t]*(?:"([^"\\\n]{1,300})"|\[([^\]]{1,2000})\])/m;

function read(file: CatalogedFile): FoundPackage[] {
  const match = INSTALLED.exec(file.path);
  const name = cleanString(match?.[1]);
  const version = cleanString(match?.[2]);
  const text = decodeUtf8(file.bytes);
  if (!name || !version || !VERSION_FIELD.test(text)) throw new CatalogError('is not an opam file');
  return [{ type: 'opam', name, version, license: licenseOf(text) }];
}

/** A license of several is one of a part of the package. */
function licenseOf(text: string): string | undefined {
  const match = LICENSE.exec(text);
  if (match?.[1]) return cleanString(match[1]);
  const names = [...(match?.[2] ?? '').matchAll(/"([^"\\\n]{1,300})"/g)].map(([, name]) =>
    cleanString(name),
  );
  return allLicenses(names.map((name) => name && normalizeLicense(name)));
}
