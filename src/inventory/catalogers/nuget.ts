import { isObject, type JsonObject, object, objects } from '../../lib/json.js';
import { baseName, folderPrefix } from '../../lib/paths.js';
import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { requirementNames } from '../clean-facts.js';
import { cleanString, jsonObjectOf, maxMebibytes, requireFullContent } from '../file-content.js';

/**
 * .NET applications: the libraries in `APP.deps.json`, with which the runtime resolves them. These include the projects of
 * the application, and the runtime itself when the application contains it. Source: dotnet/cli, "runtime configuration
 * files".
 */
export const nuget: Cataloger = {
  id: 'nuget',
  wants: (path, size) => (path.endsWith('.deps.json') ? maxMebibytes(64, size) : 0),
  read,
};

/**
 * A library without assets may still be installed: programs can load assemblies that deps.json does not list. The assembly
 * with its name next to the list shows that, unless it is one of another library, such as the runtime's own.
 */
function read(file: CatalogedFile): FoundPackage[] {
  const bytes = requireFullContent(file);
  const folder = folderPrefix(file.path);
  const found = librariesOf(bytes);
  if (!found.some(({ evidence }) => evidence === NO_ASSETS)) return found;
  const listed = listedFiles(bytes);
  return found.map((one) => {
    const assembly = `${one.name}.dll`;
    return one.evidence !== NO_ASSETS || one.name.includes('/') || listed.has(assembly)
      ? one
      : { ...one, fileIfInstalled: `${folder}${assembly}` };
  });
}

const NO_ASSETS = 'no-assets';

/** The names of the files of all libraries, which are copied into the folder of the application. */
function listedFiles(bytes: Uint8Array): ReadonlySet<string> {
  const entries = objects(Object.values(object(jsonObjectOf(bytes).targets))).flatMap((target) =>
    objects(Object.values(target)),
  );
  const paths = entries.flatMap((entry) =>
    ASSETS.flatMap((kind) => Object.keys(object(entry[kind]))),
  );
  return new Set(paths.map(baseName));
}

/**
 * The libraries in a deps.json. Of one without a file in any target the application has nothing: the framework has a newer
 * one, or it only groups others (evidence `no-assets`). Throws CatalogError when it is not a deps.json.
 */
export function librariesOf(bytes: Uint8Array): FoundPackage[] {
  const { libraries, targets } = jsonObjectOf(bytes);
  const inTargets = objects(Object.values(object(targets)));
  if (!isObject(libraries)) throw new CatalogError('has no libraries', 'other-format');
  return Object.entries(libraries).flatMap(([key, library]) => {
    const at = key.lastIndexOf('/');
    const written = key.slice(0, Math.max(at, 0));
    const isRuntimePack = isObject(library) && library.type === 'runtimepack';
    const name = cleanString(isRuntimePack ? written.replace(/^runtimepack\./, '') : written, 300);
    const version = cleanString(key.slice(at + 1), 256);
    const evidence = lacksAssets(inTargets, key) ? { evidence: NO_ASSETS } : {};
    if (!name || !version) return [];
    return [{ type: 'nuget', name, version, ...evidence, ...relationsOf(key, inTargets) }];
  });
}

/** `sha512` is the hash of the content without its signature, not of the downloaded package. Source: NuGet, `contentHash`. */
function relationsOf(key: string, targets: readonly JsonObject[]) {
  const needed = targets.flatMap((target) =>
    Object.entries(object(object(target[key]).dependencies)).map(
      ([name, version]) => `${name}/${version}`,
    ),
  );
  return {
    requires: requirementNames(needed),
    provides: requirementNames([key]),
  };
}

function lacksAssets(targets: readonly JsonObject[], key: string): boolean {
  const entries = objects(targets.map((target) => (Object.hasOwn(target, key) ? target[key] : 0)));
  return (
    entries.length > 0 &&
    entries.every((entry) => ASSETS.every((kind) => Object.keys(object(entry[kind])).length === 0))
  );
}

/** What the runtime loads. `compile` is only for compilers. */
const ASSETS = ['runtime', 'runtimeTargets', 'native', 'resources'];
