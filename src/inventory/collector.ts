import type { FileReader, LayerEntry, LayerFile } from '../image/image.js';
import { reason } from '../lib/errors.js';
import { CatalogError } from './catalog-error.js';
import type { CatalogedFile, Cataloger, FileList, FoundPackage } from './cataloger.js';
import { textOf } from './clean-string.js';
import { DISTRIBUTION_FILES, type DistributionFile } from './distribution.js';
import { createWalPairing, type WalPairing } from './wal-pairing.js';

/** A file as it stood in one layer. */
interface Version<T> {
  readonly layer: number;
  readonly content: T;
}

/** What one version of a file said. */
export type Reading = Version<readonly FoundPackage[]>;

/** A file of one layer that could not be read. */
export interface Failure {
  readonly path: string;
  readonly layer: number;
  readonly cataloger: Cataloger;
  readonly error: CatalogError;
}

/** All that the one pass over the layers brings to light; bodies are dropped as soon as they are read. */
export interface Collector {
  readonly reader: FileReader;
  /** By cataloger and path, layers ascending. */
  readonly found: ReadonlyMap<Cataloger, ReadonlyMap<string, readonly Reading[]>>;
  /** The last version of each list. */
  readonly fileLists: ReadonlyMap<string, Version<FileList>>;
  readonly failures: readonly Failure[];
  /** Texts of the distribution's files, by path, layers ascending. */
  readonly texts: ReadonlyMap<string, readonly Version<string>[]>;
}

/** The beginning of a large body, for catalogers that then ask for parts. */
const FIRST_PART = 4096;
/** Bytes looked at in a file that tells the distribution. */
const DISTRIBUTION_FILE_LIMIT = 65_536;

/** Starts collecting with one file reader for all catalogers. */
export function createCollector(catalogers: readonly Cataloger[]): Collector {
  const found = new Map<Cataloger, Map<string, Reading[]>>(catalogers.map((c) => [c, new Map()]));
  const fileLists = new Map<string, Version<FileList>>();
  const failures: Failure[] = [];
  const texts = new Map<string, Version<string>[]>();
  const journals = new Map<Cataloger, WalPairing>(
    catalogers.filter((c) => c.journalOf).map((c) => [c, createWalPairing()]),
  );

  const wellKnown = [...catalogers.flatMap((c) => c.wellKnown ?? []), ...DISTRIBUTION_FILES];
  return { reader: { wellKnown, wants, read }, found, fileLists, failures, texts };

  function wants(entry: LayerEntry, randomAccess?: boolean): number {
    const { path, size, mode } = entry;
    let most = isDistributionFile(path) ? DISTRIBUTION_FILE_LIMIT : 0;
    for (const cataloger of catalogers) {
      const bytes = cataloger.wants(path, size, mode);
      if (bytes > 0) most = Math.max(most, cataloger.parts && randomAccess ? FIRST_PART : bytes);
      else if (isBeside(cataloger, path, size)) most = Infinity;
    }
    return most;
  }

  function read(file: LayerFile): void {
    const { path, size, mode } = file;
    if (isDistributionFile(path)) {
      addVersion(texts, path, { layer: file.layer, content: textOf(file.bytes) });
    }
    for (const cataloger of catalogers) {
      const wanted = cataloger.wants(path, size, mode) > 0;
      if (wanted) readAs(file, cataloger);
      else if (isBeside(cataloger, path, size)) readBeside(file, cataloger);
    }
  }

  function readAs(file: LayerFile, cataloger: Cataloger): void {
    const journal = journals.get(cataloger)?.database(file);
    readWith(file, cataloger, journal, file.layer);
  }

  function readBeside(file: LayerFile, cataloger: Cataloger): void {
    if (cataloger.fileLists?.wants(file.path)) {
      readList(file, cataloger);
      return;
    }
    const path = cataloger.journalOf?.(file.path);
    const database = path && journals.get(cataloger)?.journal(file, path);
    if (database) readWith(database, cataloger, file, file.layer);
  }

  function readWith(
    file: LayerFile,
    cataloger: Cataloger,
    journal: LayerFile | undefined,
    layer: number,
  ): void {
    const packages = attempt(file, layer, cataloger, () =>
      cataloger.read(cataloged(file), journal && cataloged(journal)),
    );
    const versions = found.get(cataloger);
    if (versions) addVersion(versions, file.path, { layer, content: packages }, withoutFiles);
  }

  function readList(file: LayerFile, cataloger: Cataloger): void {
    attempt(file, file.layer, cataloger, () => {
      const list = cataloger.fileLists?.read(cataloged(file));
      const last = fileLists.get(file.path);
      if (list && file.layer >= (last?.layer ?? 0)) {
        fileLists.set(file.path, { layer: file.layer, content: list });
      }
      return [];
    });
  }

  /** A cataloger that fails in a way it does not know of leaves the inventory incomplete, not the run. */
  function attempt(
    file: LayerFile,
    layer: number,
    cataloger: Cataloger,
    task: () => readonly FoundPackage[],
  ): readonly FoundPackage[] {
    try {
      return task();
    } catch (thrown) {
      const error =
        thrown instanceof CatalogError
          ? thrown
          : new CatalogError(`cannot be read (${reason(thrown)})`, 'limit', [], thrown);
      failures.push({ path: file.path, layer, cataloger, error });
      return error.found;
    }
  }
}

function isDistributionFile(path: string): path is DistributionFile {
  return (DISTRIBUTION_FILES as readonly string[]).includes(path);
}

/** A list of files, or a journal that holds something. */
function isBeside(cataloger: Cataloger, path: string, size: number): boolean {
  return (
    cataloger.fileLists?.wants(path) === true ||
    (size > 0 && cataloger.journalOf?.(path) !== undefined)
  );
}

function cataloged(file: LayerFile): CatalogedFile {
  return {
    path: file.path,
    size: file.size,
    mode: file.mode,
    bytes: file.bytes,
    part: (offset, length) => partOf(file, offset, length),
  };
}

/** Offsets and lengths come from the file itself: nothing outside it is asked for. */
function partOf(file: LayerFile, offset: number, length: number): Uint8Array {
  if (!(offset >= 0 && offset < file.size && length > 0)) return new Uint8Array();
  const end = Math.min(offset + length, file.size);
  return end <= file.bytes.length || !file.part
    ? file.bytes.subarray(offset, end)
    : file.part(offset, end - offset);
}

/**
 * Keeps a version of a file in the order of the layers: the last of several members of one layer with the same path
 * wins. `superseded` makes less of the versions that a later one hides.
 */
function addVersion<T>(
  versions: Map<string, Version<T>[]>,
  path: string,
  version: Version<T>,
  superseded: (content: T) => T = (content) => content,
): void {
  const others = (versions.get(path) ?? []).filter((v) => v.layer !== version.layer);
  const all = [...others, version].sort((a, b) => a.layer - b.layer);
  versions.set(
    path,
    all.map((v, i) => (i < all.length - 1 ? { ...v, content: superseded(v.content) } : v)),
  );
}

/** Lists of files matter only for what is visible in the end, and they are most of the memory. */
function withoutFiles(packages: readonly FoundPackage[]): readonly FoundPackage[] {
  return packages.map(({ files: _, ...rest }) => rest);
}
