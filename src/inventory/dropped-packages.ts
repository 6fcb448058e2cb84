import { isFileEntry } from '../image/entry-type.js';
import type { FileSystem, LayerEntry } from '../image/image.js';
import { groupBy } from '../lib/group-by.js';
import { plainText, pluralize } from '../lib/text.js';
import type { FoundPackage } from './cataloger.js';
import type { Collector } from './collector.js';
import { type PackageWithLayer, packagesWithLayers } from './package-layers.js';
import { eachLine } from './stanzas.js';
import type { InventoryGap } from './system-coverage.js';

/** Packages that a layer removed from the database of the distribution only: their files are still in the image. */
export interface DroppedPackages {
  readonly packages: readonly PackageWithLayer[];
  readonly gaps: readonly InventoryGap[];
}

/**
 * Finds the packages that a lower layer lists in a database, and the last version of the database does not, although files of
 * their lists remain. A package manager removes these, except for configuration, whether or not the list remains too.
 */
export function droppedPackages(
  collector: Collector,
  installed: readonly PackageWithLayer[],
  fileSystem: FileSystem,
): DroppedPackages {
  const names = new Set(installed.map(({ found }) => found.name));
  const packages = [
    ...droppedFolders(collector, names, fileSystem),
    ...droppedRecords(collector, installed, fileSystem),
  ];
  const left = remainingLists(collector, names, fileSystem);
  if (left.size === 0) return { packages, gaps: droppedPackageGaps(packages) };
  for (const [cataloger, byPath] of collector.found) {
    if (!cataloger.fileLists) continue;
    // The last version may be hidden itself, if a link replaces the folder.
    for (const [path, versions] of byPath)
      for (let i = versions.length - 1; i >= 0; i--) {
        const isLeft = ({ name }: FoundPackage) => left.has(name);
        if (!versions[i]?.content.some(isLeft)) continue;
        const all = packagesWithLayers(path, versions.slice(0, i + 1), fileSystem);
        packages.push(...all.filter(({ found }) => isLeft(found)));
        for (const { found } of all) left.delete(found.name);
      }
  }
  return { packages, gaps: droppedPackageGaps(packages) };
}

/**
 * The packages whose folder in the database a layer removed, although files of lower layers remain. Of databases with a
 * folder for each package.
 */
function droppedFolders(
  collector: Collector,
  names: ReadonlySet<string>,
  fileSystem: FileSystem,
): PackageWithLayer[] {
  const dropped: PackageWithLayer[] = [];
  for (const [cataloger, byPath] of collector.found) {
    if (!cataloger.onePackage) continue;
    for (const [path, versions] of byPath) {
      const last = versions.at(-1);
      const [found] = last?.content ?? [];
      if (!last || !found || names.has(found.name) || fileSystem.get(path)) continue;
      const folder = path.slice(0, path.lastIndexOf('/'));
      const isLeft = (file: LayerEntry) => file.layer <= last.layer;
      const isThere = (files: string) => hasFiles(files, fileSystem, isLeft);
      const lists = listsOf(`${folder}/files`, collector).map(({ content }) => content.files);
      if (
        found.files === undefined ? lists.some((files) => isThere(files())) : isThere(found.files)
      )
        dropped.push(...packagesWithLayers(path, versions, fileSystem));
    }
  }
  return dropped;
}

/** The packages that a layer removed from a database that has the files of its packages, too. */
function droppedRecords(
  collector: Collector,
  installed: readonly PackageWithLayer[],
  fileSystem: FileSystem,
): PackageWithLayer[] {
  const dropped: PackageWithLayer[] = [];
  const seen = new Set(installed.map(({ found }) => found.name));
  let owned: Set<string> | undefined;
  const isOwned = (path: string) => {
    owned ??= new Set(installed.flatMap(({ found }) => [...eachLine(found.files ?? '')]));
    return owned.has(path);
  };
  for (const [cataloger, byPath] of collector.found) {
    if (!cataloger.system || cataloger.fileLists || cataloger.onePackage) continue;
    for (const [path, versions] of byPath)
      for (const [i, { layer, content }] of [...versions.entries()].reverse()) {
        const gone = content.filter(({ name }) => !seen.has(name));
        for (const { name } of gone) seen.add(name);
        const isLeft = (file: LayerEntry) => file.layer <= layer && !isOwned(file.path);
        const left = new Set(gone.filter(({ files = '' }) => hasFiles(files, fileSystem, isLeft)));
        if (left.size === 0) continue;
        const all = packagesWithLayers(path, versions.slice(0, i + 1), fileSystem);
        dropped.push(...all.filter(({ found }) => left.has(found)));
      }
  }
  return dropped;
}

/** The names of packages that are not installed, with files outside of the configuration in the final file system. */
function remainingLists(
  collector: Collector,
  names: ReadonlySet<string>,
  fileSystem: FileSystem,
): Set<string> {
  const left = new Set<string>();
  for (const path of collector.fileLists.keys())
    for (const { layer, content } of listsOf(path, collector)) {
      if (names.has(content.name) || left.has(content.name)) continue;
      const isVisible = fileSystem.get(path)?.layer === layer;
      // A list that is gone says nothing of the files that a later layer wrote.
      const isLeft = (file: LayerEntry) => isVisible || file.layer <= layer;
      if (hasFiles(content.files(), fileSystem, isLeft)) left.add(content.name);
    }
  return left;
}

/** All versions of a list: the last one may be empty. */
function listsOf(path: string, { fileLists, hiddenLists }: Collector) {
  const last = fileLists.get(path);
  return [...(last ? [last] : []), ...(hiddenLists.get(path) ?? [])];
}

/** Whether one of the files is in the final file system; configuration does not count. */
function hasFiles(
  files: string,
  fileSystem: FileSystem,
  isLeft: (entry: LayerEntry) => boolean = () => true,
): boolean {
  for (const path of eachLine(files)) {
    if (path === '' || path.startsWith('etc/')) continue;
    const entry = fileSystem.get(path);
    if (isFileEntry(entry) && isLeft(entry)) return true;
  }
  return false;
}

const MOST_NAMED = 3;

/** A gap for each database. */
export function droppedPackageGaps(
  packages: readonly PackageWithLayer[],
  databaseOf = (path: string) => path.replace(FOLDER_OF_PACKAGE, ''),
): InventoryGap[] {
  return [...groupBy(packages, ({ path }) => databaseOf(path))].map(gapOf);
}

const FOLDER_OF_PACKAGE =
  /(?<=^var\/(?:lib\/pacman\/local|db\/pkg|log\/packages|lib\/pkgtools\/packages))\/.*$/s;

function gapOf([path, packages]: readonly [string, readonly PackageWithLayer[]]): InventoryGap {
  const names = [...new Set(packages.map(({ found }) => plainText(found.name, 80)))];
  const more = names.length - MOST_NAMED;
  const list = [...names.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return {
    state: 'partial',
    reason: `A layer removes ${pluralize(names.length, 'package')} from ${path}, but not the files: ${list}. The versions of lower layers were checked. Remove packages with the package manager`,
  };
}
