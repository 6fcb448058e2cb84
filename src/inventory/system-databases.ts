import { isFileEntry } from '../image/entry-type.js';
import type { FileSystem, LayerEntry } from '../image/image.js';
import { commonFolder } from '../lib/paths.js';
import type { Collector, PackageVersion } from './collector.js';
import { type PackageWithLayer, packagesWithLayers } from './package-layers.js';

/** A database of the distribution that a layer deleted or emptied, although lower layers list packages in it. */
export interface RemovedDatabase {
  readonly path: string;
  /** The layer that removed it; undefined when that is not known. */
  readonly layer: number | undefined;
}

/** The packages that removed databases listed last. They are still installed: only the list is gone. */
export interface RecoveredPackages {
  readonly packages: readonly PackageWithLayer[];
  readonly removed: readonly RemovedDatabase[];
}

/**
 * Finds the packages of databases that a layer removed. A database that was replaced, such as rpm's older format by a newer
 * one, is not removed: another database has packages of the same type. In distroless images each package has a file, so
 * that one can be removed alone. Nothing is found in an image that has no files of packages either.
 */
export function recoverPackages(
  collector: Collector,
  visible: readonly PackageWithLayer[],
  fileSystem: FileSystem,
): RecoveredPackages {
  const known = new Set(visible.map(({ found }) => found.type));
  const names = new Set(visible.map(({ found }) => found.name));
  const packages: PackageWithLayer[] = [];
  const removed: RemovedDatabase[] = [];
  if (!hasPackageFiles(collector, fileSystem)) return { packages, removed };
  for (const [cataloger, byPath] of collector.found) {
    if (!cataloger.system) continue;
    if (cataloger.onePackage) {
      const gone = removedFolders(byPath, known, fileSystem);
      packages.push(...gone.packages);
      removed.push(...gone.removed);
      continue;
    }
    for (const [path, versions] of byPath) {
      const last = versions.findLastIndex(({ content }) => content.length > 0);
      const [first] = versions[last]?.content ?? [];
      if (!first) continue;
      const isKnown = ONE_PACKAGE.test(path) ? names.has(first.name) : known.has(first.type);
      if (isKnown) continue;
      const until = versions.slice(0, last + 1);
      packages.push(...packagesWithLayers(path, until, fileSystem));
      removed.push({ path, layer: removingLayer(path, versions, last, fileSystem) });
    }
  }
  return { packages, removed };
}

/**
 * The packages of a database with a file for each package, of which none is left. Package managers removed those that lower
 * layers removed; those that the highest layer removed are still installed.
 */
function removedFolders(
  byPath: ReadonlyMap<string, readonly PackageVersion[]>,
  known: ReadonlySet<string>,
  fileSystem: FileSystem,
): RecoveredPackages {
  const gone = [...byPath].flatMap(([path, versions]) => {
    const type = versions.at(-1)?.content[0]?.type;
    if (type === undefined || known.has(type)) return [];
    const layer = removingLayer(path, versions, versions.length - 1, fileSystem) ?? -1;
    return [{ path, versions, layer }];
  });
  const highest = gone.reduce((most, { layer }) => Math.max(most, layer), -1);
  const last = gone.filter(({ layer }) => layer === highest);
  if (last.length === 0) return { packages: [], removed: [] };
  return {
    packages: last.flatMap(({ path, versions }) => packagesWithLayers(path, versions, fileSystem)),
    removed: [
      {
        path: commonFolder(last.map(({ path }) => path)),
        layer: highest < 0 ? undefined : highest,
      },
    ],
  };
}

/** Whether the final file system has a file that a package of the distribution may have installed. */
function hasPackageFiles({ found }: Collector, fileSystem: FileSystem): boolean {
  const databases = new Set(
    [...found].flatMap(([{ system }, byPath]) => (system ? [...byPath.keys()] : [])),
  );
  for (const entry of fileSystem.entries()) {
    const { path } = entry;
    if (isFileEntry(entry) && INSTALLED.test(path) && !databases.has(path)) return true;
  }
  return false;
}

const INSTALLED = /^(?:usr|bin|sbin|lib\w*)\/(?!lib\/os-release$)/;

/** A file of the database with one package. */
const ONE_PACKAGE = /^var\/lib\/dpkg\/status\.d\//;

/** The layer with the empty version that follows the last one with packages, or with the whiteout. */
function removingLayer(
  path: string,
  versions: readonly PackageVersion[],
  last: number,
  fileSystem: FileSystem,
): number | undefined {
  const after = versions[last]?.layer ?? -1;
  const isRemoval = ({ layer, type }: LayerEntry) =>
    layer > after && type !== 'file' && type !== 'hardlink';
  const whiteout = fileSystem.history(path).find(isRemoval)?.layer;
  return versions[last + 1]?.layer ?? whiteout;
}
