import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, isObject, jsonObject } from '../clean-string.js';
import { maxMebibytes, requireFullContent } from '../full-content.js';

/**
 * .NET applications: the libraries of `APP.deps.json`, which the runtime resolves from; the application's own
 * projects are among them, and where it brings its runtime, that under its package's name. Source: dotnet/cli, "runtime configuration files".
 */
export const nuget: Cataloger = {
  id: 'nuget',
  wants: (path, size) => (path.endsWith('.deps.json') ? maxMebibytes(64, size) : 0),
  read,
};

function read(file: CatalogedFile): FoundPackage[] {
  return librariesOf(requireFullContent(file));
}

/** The libraries that a deps.json names. Throws CatalogError when it is none. */
export function librariesOf(bytes: Uint8Array): FoundPackage[] {
  const { libraries } = jsonObject(bytes);
  if (!isObject(libraries)) throw new CatalogError('has no libraries');
  return Object.entries(libraries).flatMap(([key, library]) => {
    const at = key.lastIndexOf('/');
    const written = key.slice(0, Math.max(at, 0));
    const pack = isObject(library) && library.type === 'runtimepack';
    const name = cleanString(pack ? written.replace(/^runtimepack\./, '') : written, 300);
    const version = cleanString(key.slice(at + 1), 256);
    return name && version ? [{ type: 'nuget', name, version }] : [];
  });
}
