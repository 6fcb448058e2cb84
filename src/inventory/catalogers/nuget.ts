import { CatalogueError } from '../catalog-error.js';
import type { CataloguedFile, Cataloguer, FoundPackage } from '../cataloger.js';
import { isObject, jsonObject, word } from '../clean-string.js';
import { upTo, whole } from '../full-content.js';

/**
 * .NET applications: the libraries of `APP.deps.json`, which the runtime resolves from; the application's own
 * projects are among them, and where it brings its runtime, that under its package's name. Source: dotnet/cli, "runtime configuration files".
 */
export const nuget: Cataloguer = {
  id: 'nuget',
  wants: (path, size) => (path.endsWith('.deps.json') ? upTo(64, size) : 0),
  read,
};

function read(file: CataloguedFile): FoundPackage[] {
  return librariesOf(whole(file));
}

/** The libraries that a deps.json names. Throws CatalogueError when it is none. */
export function librariesOf(bytes: Uint8Array): FoundPackage[] {
  const { libraries } = jsonObject(bytes);
  if (!isObject(libraries)) throw new CatalogueError('has no libraries');
  return Object.entries(libraries).flatMap(([key, library]) => {
    const at = key.lastIndexOf('/');
    const written = key.slice(0, Math.max(at, 0));
    const pack = isObject(library) && library.type === 'runtimepack';
    const name = word(pack ? written.replace(/^runtimepack\./, '') : written, 300);
    const version = word(key.slice(at + 1), 256);
    return name && version ? [{ type: 'nuget', name, version }] : [];
  });
}
