import { CatalogueError } from '../catalog-error.js';
import type { CataloguedFile, Cataloguer, FoundPackage } from '../cataloger.js';
import { isObject, json, word } from '../clean-string.js';
import { upTo, whole } from '../full-content.js';

/**
 * PHP packages that Composer installed: `vendor/composer/installed.json`, a list (Composer 1) or an object with
 * `packages` (Composer 2).
 */
export const composer: Cataloguer = {
  id: 'composer',
  wants: (path, size) =>
    path.endsWith('/composer/installed.json') || path === 'composer/installed.json'
      ? upTo(64, size)
      : 0,
  read,
};

function read(file: CataloguedFile): FoundPackage[] {
  const value = json(whole(file));
  const list = isObject(value) ? value.packages : value;
  if (!Array.isArray(list)) throw new CatalogueError('is no list of installed packages');
  return list.flatMap((item) => {
    if (!isObject(item)) return [];
    const name = word(item.name, 300);
    const version = word(item.version, 256);
    if (!name || !version) return [];
    const names = Array.isArray(item.license) ? item.license : [item.license];
    const license = names
      .map((each) => word(each))
      .filter(Boolean)
      .join(' OR ');
    return [{ type: 'composer', name, version, ...(license && { license }) }];
  });
}
