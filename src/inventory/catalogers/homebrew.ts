import { isObject } from '../../lib/json.js';
import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage, PackageDetails } from '../cataloger.js';
import { cleanString, decodeUtf8, jsonObjectOf, requireFullContent } from '../file-content.js';

/**
 * Formulae of Homebrew: `Cellar/NAME/VERSION/INSTALL_RECEIPT.json`, and the formula itself in `.brew`, of which the license
 * is read. Source: docs.brew.sh, "Formula Cookbook" (kegs, the Cellar).
 */
export const homebrew: Cataloger = {
  id: 'homebrew',
  wants: (path) => (path.endsWith('/INSTALL_RECEIPT.json') && RECEIPT.test(path) ? MAX_BYTES : 0),
  read,
  details: { wants: (path) => path.endsWith('.rb') && FORMULA.test(path), read: readDetails },
};

const MAX_BYTES = 4_194_304;
const RECEIPT = /(?:^|\/)Cellar\/([^/]+)\/([^/]+)\/INSTALL_RECEIPT\.json$/;
const FORMULA = /(?:^|\/)Cellar\/([^/]+)\/([^/]+)\/\.brew\/\1\.rb$/;

function read(file: CatalogedFile): FoundPackage[] {
  const [name, version] =
    RECEIPT.exec(file.path)
      ?.slice(1)
      .map((one) => cleanString(one)) ?? [];
  if (!name || !version) throw new CatalogError('is not in the folder of a formula');
  const { source, arch } = jsonObjectOf(requireFullContent(file));
  const publisher = isObject(source) ? cleanString(source.tap) : undefined;
  // Formulae of other taps may have the name of another one of Homebrew.
  const isCore = publisher === undefined || publisher === 'homebrew/core';
  const fullName = isCore ? name : `${publisher}/${name}`;
  return [{ type: 'brew', name: fullName, version, arch: cleanString(arch), publisher }];
}

function readDetails(file: CatalogedFile): PackageDetails {
  const [, name, version] = FORMULA.exec(file.path) ?? [];
  if (!name || !version) throw new CatalogError('is not a formula', 'other-format');
  const [, license] = /^ {2}license "([^"\n]{1,200})"/m.exec(decodeUtf8(file.bytes)) ?? [];
  return { type: 'brew', name, version, license: cleanString(license) };
}
