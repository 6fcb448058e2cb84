import { isObject, list, object, text } from '../../lib/json.js';
import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import {
  cleanString,
  decodeUtf8,
  jsonObjectOf,
  maxMebibytes,
  requireFullContent,
} from '../file-content.js';
import { sqliteRows } from '../rpm/sqlite.js';

/**
 * C and C++ packages of Conan: `conaninfo.txt` of each package, in the cache of Conan 1 or where `conan install` deploys to,
 * with the packages that it was linked with; and the database of the cache of Conan 2, whose folders do not have the names of
 * packages. Sources: docs.conan.io, "Deployers"; docs.conan.io/1, "conaninfo.txt"; conan-io/conan, PackagesDBTable.
 */
export const conan: Cataloger = {
  id: 'conan',
  wants: (path, size) =>
    path.endsWith('/conaninfo.txt') || DATABASE.test(path) ? maxMebibytes(64, size) : 0,
  read: (file) => (DATABASE.test(file.path) ? cached(file) : installed(file)),
};

/**
 * The lock file of an application, which is often the only trace of static libraries. It says what somebody meant to build
 * with, so that its packages are claims. Source: docs.conan.io, "Lockfiles".
 */
export const conanLock: Cataloger = {
  id: 'conan-lock',
  claims: true,
  wants: (path, size) =>
    path.endsWith('conan.lock') && /(?:^|\/)conan\.lock$/.test(path) ? maxMebibytes(64, size) : 0,
  read: locked,
};

const DATABASE = /(?:^|\/)p\/cache\.sqlite3$/;
/** `zlib/1.2.13`, with `@user/channel`, and then the revision and the package ID. */
const REFERENCE = /^([a-zA-Z0-9_][\w+.-]{1,100})\/([a-zA-Z0-9_][\w+.-]{0,100})(?:$|[@#:])/;
/** In the cache of Conan 1: `data/NAME/VERSION/USER/CHANNEL/package/ID/`. */
const IN_CACHE = /\/data\/([^/]+\/[^/]+)\/[^/]+\/[^/]+\/package\/[^/]+\/conaninfo\.txt$/;
/** Of the deployer: `full_deploy/host/NAME/VERSION/`, and then the build type and the architecture. */
const DEPLOYED = /(?:^|\/)full_deploy\/host\/([^/]+\/[^/]+)\/(?:[^/]+\/){0,2}conaninfo\.txt$/;

function installed(file: CatalogedFile): FoundPackage[] {
  const content = decodeUtf8(requireFullContent(file));
  if (!/^\[(?:settings|options|requires|recipe_hash)\]/m.test(content))
    throw new CatalogError('is not the information of a Conan package', 'other-format');
  const own = IN_CACHE.exec(file.path)?.[1] ?? DEPLOYED.exec(file.path)?.[1];
  const requires = /^\[full_requires\]\r?\n((?:[ \t]+\S[^\n]*\n?)*)/m.exec(content)?.[1] ?? '';
  const linked = requires.split('\n').map((line) => line.trim());
  return [
    ...packagesOf(own === undefined ? [] : [own]),
    ...packagesOf(linked).map((found) => ({ ...found, evidence: 'conaninfo' })),
  ];
}

/** The packages with a revision; the others were never finished. */
function cached(file: CatalogedFile): FoundPackage[] {
  const rows = [...sqliteRows(requireFullContent(file), undefined, 'packages')];
  return packagesOf(
    rows.filter((row) => typeof row[3] === 'string').map(([reference]) => reference),
  );
}

/** The packages of the host, without tools of the build. Version 0.4 is a graph, 0.5 has lists. */
function locked(file: CatalogedFile): FoundPackage[] {
  const lock = jsonObjectOf(requireFullContent(file));
  const { requires } = lock;
  const { nodes } = object(lock.graph_lock);
  if (!Array.isArray(requires) && !isObject(nodes))
    throw new CatalogError('is not a lock file of Conan', 'other-format');
  const graph = Object.values(object(nodes))
    .map(object)
    .filter(({ context }) => context !== 'build');
  const references = [...list(requires), ...graph.map(({ ref }) => ref)];
  return packagesOf(references).map((found) => ({ ...found, evidence: 'lock-file' }));
}

function packagesOf(references: readonly unknown[]): FoundPackage[] {
  return [...new Set(references)].flatMap((reference) => {
    const [, name, version] = REFERENCE.exec(text(reference) ?? '') ?? [];
    const found = { name: cleanString(name), version: cleanString(version) };
    return found.name && found.version
      ? [{ type: 'conan', name: found.name, version: found.version }]
      : [];
  });
}
