import { CatalogueError } from '../catalogue-error.js';
import type { CataloguedFile, Cataloguer, FoundPackage } from '../cataloguer.js';
import { isObject, jsonObject, word } from '../text.js';
import { upTo, whole } from '../whole.js';

/**
 * .NET applications: the libraries of `APP.deps.json`, which the runtime resolves from; the application's own
 * projects are among them. Source: dotnet/cli, "runtime configuration files".
 */
export const nuget: Cataloguer = {
  id: 'nuget',
  wants: (path, size) => (path.endsWith('.deps.json') ? upTo(64, size) : 0),
  read,
};

function read(file: CataloguedFile): FoundPackage[] {
  const { libraries } = jsonObject(whole(file));
  if (!isObject(libraries)) throw new CatalogueError('has no libraries');
  return Object.keys(libraries).flatMap((key) => {
    const at = key.lastIndexOf('/');
    const name = word(key.slice(0, Math.max(at, 0)), 300);
    const version = word(key.slice(at + 1), 256);
    return name && version ? [{ type: 'nuget', name, version }] : [];
  });
}
