import { isFileOrLink } from '../image/entry-type.js';
import type { FileSystem, LayerEntry } from '../image/image.js';
import { groupBy } from '../lib/group-by.js';
import { type DamagedRecord, damageOf } from './damage.js';
import { folderLinks } from './folder-links.js';
import type { RecordedFile, RecordedPackage } from './record-system.js';

/** A file of one package. */
export interface OwnedFile {
  readonly owner: RecordedPackage;
  readonly recorded: RecordedFile;
}

/** A file of the final file system, and everything to compare it with. */
export interface FileComparison {
  readonly path: string;
  readonly entry: LayerEntry;
  /** The regular file at the end of links; undefined for a link to something else. */
  readonly content: LayerEntry | undefined;
  /** Several packages may record one path: all but one have given it up. */
  readonly owners: readonly [OwnedFile, ...OwnedFile[]];
  /** The lower versions of the file, lowest first: from the one that the package installed on. */
  readonly earlier: readonly LayerEntry[];
  /** Changes that the layer of the package itself made count, too. */
  readonly isFull: boolean;
}

/** The comparisons of an image, and the records that could not be read. */
export interface ComparisonPlan {
  readonly comparisons: readonly FileComparison[];
  readonly damaged: readonly DamagedRecord[];
}

/** Compares all files of packages, or those that a layer above that of their package wrote. */
export function planComparisons(
  installed: readonly RecordedPackage[],
  files: FileSystem,
  isFull: boolean,
): ComparisonPlan {
  const lowest = installed.reduce((least, { layer }) => Math.min(least, layer), Infinity);
  const added = new Map<string, LayerEntry>();
  for (const entry of files.entries())
    if (entry.layer > lowest && isFileOrLink(entry)) added.set(entry.path, entry);
  const damaged: DamagedRecord[] = [];
  if (!isFull && added.size === 0) return { comparisons: [], damaged };
  const links = folderLinks(files, added.values());
  const found: FoundFile[] = [];
  for (const owner of installed) {
    const seen = new Set<string>();
    try {
      for (const recorded of owner.files()) {
        const { path, layer } = links.follow(currentPath(recorded, files));
        const isMoved = layer > owner.layer;
        const entry = added.get(path) ?? (isFull || isMoved ? files.get(path) : undefined);
        if (!entry || !isFileOrLink(entry) || seen.has(path)) continue;
        seen.add(path);
        found.push({ owner, recorded, path, entry, isMoved });
      }
    } catch (error) {
      damaged.push({ path: owner.recordPath, message: damageOf(error) });
    }
  }
  return { comparisons: comparisonsOf(found, files, isFull), damaged };
}

interface FoundFile extends OwnedFile {
  readonly path: string;
  readonly entry: LayerEntry;
  /** A layer above that of the package made a link of its folder. */
  readonly isMoved: boolean;
}

function comparisonsOf(
  found: readonly FoundFile[],
  files: FileSystem,
  isFull: boolean,
): FileComparison[] {
  const comparisons: FileComparison[] = [];
  for (const [path, claims] of groupBy(found, (one) => one.path)) {
    const [first, ...others] = rightfulOwners(claims);
    if (!first) continue;
    const { entry, isMoved } = first;
    const installedIn = Math.max(...[first, ...others].map(({ owner }) => owner.layer));
    // The layer that wrote the file last has installed a package with it.
    if (!isFull && !isMoved && entry.layer <= installedIn) continue;
    comparisons.push({
      path,
      entry,
      content: contentEntry(entry, files),
      owners: [first, ...others],
      earlier: earlierVersions(path, entry.layer, installedIn, files),
      isFull,
    });
  }
  return comparisons;
}

/** A file with a diversion is at its new path, if there is one. */
function currentPath({ path, divertedTo }: RecordedFile, files: FileSystem): string {
  return divertedTo !== undefined && files.get(divertedTo) ? divertedTo : path;
}

function contentEntry(entry: LayerEntry, files: FileSystem): LayerEntry | undefined {
  if (entry.type !== 'symlink') return entry;
  const target = files.resolve(entry.path);
  const found = target === undefined ? undefined : files.get(target);
  return found && found.type !== 'symlink' && isFileOrLink(found) ? found : undefined;
}

function earlierVersions(
  path: string,
  layer: number,
  installedIn: number,
  files: FileSystem,
): LayerEntry[] {
  const lower = files.history(path).filter((one) => one.layer < layer);
  const first = lower.findLastIndex((one) => one.layer <= installedIn);
  return lower.slice(Math.max(first, 0)).filter(isFileOrLink);
}

/** The files of several packages at one path. */
interface Owned {
  readonly owner: RecordedPackage;
  readonly path: string;
}

/**
 * The owners whose records count. Of a file that a lower layer recorded for another package, only a package that may
 * replace it becomes an owner: otherwise a record that a later layer adds could claim any changed file.
 */
function rightfulOwners<T extends Owned>(owned: readonly T[]): T[] {
  if (owned.length < 2) return [...owned];
  const sorted = owned.toSorted((a, b) => recordedIn(a) - recordedIn(b));
  const rightful: T[] = [];
  for (const one of sorted.slice(0, MAX_OWNERS)) {
    const isRightful = rightful.every(
      (other) =>
        recordedIn(other) === recordedIn(one) || one.owner.mayReplace(other.owner, one.path),
    );
    if (isRightful) rightful.push(one);
  }
  return rightful;
}

/** Of one path. Packages that share a file are few: those of one source, or of one folder of Python. */
const MAX_OWNERS = 500;

function recordedIn({ owner: { layer, recordedIn: own } }: Owned): number {
  return own ?? layer;
}
