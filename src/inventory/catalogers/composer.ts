import { isObject, object, objects } from '../../lib/json.js';
import { CatalogError, damagedRecords } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { hexHash, packageFactsOf, requirementNames } from '../clean-facts.js';
import { cleanString, jsonOf, maxMebibytes, requireFullContent } from '../file-content.js';

/**
 * PHP packages that Composer installed: `vendor/composer/installed.json`, a list (Composer 1) or an object with
 * `packages` (Composer 2).
 */
export const composer: Cataloger = {
  id: 'composer',
  wants: (path, size) =>
    path.endsWith('/composer/installed.json') || path === 'composer/installed.json'
      ? maxMebibytes(64, size)
      : 0,
  read,
};

function read(file: CatalogedFile): FoundPackage[] {
  const value = jsonOf(requireFullContent(file));
  const list = isObject(value) ? value.packages : value;
  if (!Array.isArray(list)) throw new CatalogError('is not a list of installed packages');
  const found = list.flatMap((item) => {
    if (!isObject(item)) return [];
    const name = cleanString(item.name, 300);
    const version = cleanString(item.version, 256);
    if (!name || !version) return [];
    const names = Array.isArray(item.license) ? item.license : [item.license];
    const license = names
      .map((item) => cleanString(item))
      .filter(Boolean)
      .join(' OR ');
    const [author] = objects(item.authors);
    return [
      {
        type: 'composer',
        name,
        version,
        license: license || undefined,
        facts: packageFactsOf({
          maintainer: author?.name,
          homepage: item.homepage,
          hashes: [hexHash(object(item.dist).shasum)].filter((hash) => hash !== undefined),
        }),
        requires: requirementNames(Object.keys(object(item.require))),
        provides: requirementNames([
          ...Object.keys(object(item.provide)),
          ...Object.keys(object(item.replace)),
        ]),
      },
    ];
  });
  if (found.length < list.length) throw damagedRecords(list.length - found.length, found);
  return found;
}
