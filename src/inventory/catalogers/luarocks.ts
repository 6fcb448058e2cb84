import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, decodeUtf8 } from '../file-content.js';

/**
 * Lua packages in a tree of LuaRocks: the rockspec in the folder of each installed version, whose path has name and
 * version. The file is Lua and not executed; only literal strings are read. Source: LuaRocks wiki, "File locations" and
 * "Rockspec format".
 */
export const luarocks: Cataloger = {
  id: 'luarocks',
  wants: (path) => (path.endsWith('.rockspec') && ROCKSPEC.test(path) ? 262_144 : 0),
  read,
};

const ROCKSPEC =
  /(?:^|\/)luarocks\/rocks(?:-\d\.\d)?\/([^/]{1,200})\/([^/]{1,200})\/\1-\2\.rockspec$/;
const PACKAGE = /^[ \t]*package[ \t]*=/m;
const LICENSE = /^[ \t]*license[ \t]*=[ \t]*(?:"([^"\\\n]{1,200})"|'([^'\\\n]{1,200})')/m;

function read(file: CatalogedFile): FoundPackage[] {
  const match = ROCKSPEC.exec(file.path);
  const name = cleanString(match?.[1]);
  const version = cleanString(match?.[2]);
  const text = decodeUtf8(file.bytes);
  if (!name || !version || !PACKAGE.test(text)) throw new CatalogError('is not a rockspec');
  const license = LICENSE.exec(text);
  return [{ type: 'luarocks', name, version, license: cleanString(license?.[1] ?? license?.[2]) }];
}
