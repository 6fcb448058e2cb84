import { isFileOrLink } from '../image/entry-type.js';
import type { FileSystem, LayerEntry } from '../image/image.js';
import { CatalogError } from '../inventory/catalog-error.js';
import type { RecordedFile } from './record-system.js';

/** The layers between which a package may have been removed. */
export interface LayerRange {
  /** The highest layer that lists the package. */
  readonly from: number;
  /** The layer that lists it again; undefined if none does. */
  readonly until: number | undefined;
}

/**
 * Whether files of the package stayed in the image. `isOwned` tells the files of packages that are still listed: these stay when
 * the other one is removed.
 */
export function hasRemainingFiles(
  recorded: Iterable<RecordedFile>,
  { from, until }: LayerRange,
  files: FileSystem,
  isOwned: (path: string) => boolean = () => false,
): boolean {
  for (const { path } of readableFiles(recorded)) {
    const entry = files.get(path);
    const isLeft =
      until === undefined
        ? entry !== undefined && isFileOrLink(entry) && entry.layer <= from && !isOwned(path)
        : wasThere(files.history(path), from, until);
    if (isLeft) return true;
  }
  return false;
}

/** Tells the paths of these files, which are read when the first path is asked for. */
export function createListedPaths(
  recorded: () => Iterable<RecordedFile>,
): (path: string) => boolean {
  let paths: Set<string> | undefined;
  return (path) => {
    if (!paths) {
      paths = new Set();
      for (const file of recorded()) paths.add(file.path);
    }
    return paths.has(path);
  };
}

function wasThere(history: readonly LayerEntry[], from: number, until: number): boolean {
  const before = history.findLast(({ layer }) => layer <= from);
  return (
    before !== undefined &&
    isFileOrLink(before) &&
    !history.some(({ layer, type }) => layer > from && layer < until && type === 'whiteout')
  );
}

/** The files of a record. Its damage is reported where the record is used. */
export function* readableFiles(files: Iterable<RecordedFile>): Generator<RecordedFile> {
  try {
    yield* files;
  } catch (error) {
    if (!(error instanceof CatalogError)) throw error;
  }
}
