import type { FileReader, LayerEntry, LayerFile } from '../image/image.js';
import { reason } from '../lib/errors.js';
import { CatalogueError } from './catalog-error.js';
import type { CataloguedFile, Cataloguer, FileList, FoundPackage } from './cataloger.js';
import { textOf } from './clean-string.js';
import { DISTRIBUTION_FILES, type DistributionFile } from './distribution.js';
import { type Journals, keepJournals } from './wal-pairing.js';

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
  readonly cataloguer: Cataloguer;
  readonly error: CatalogueError;
}

/** All that the one pass over the layers brings to light; bodies are dropped as soon as they are read. */
export interface Readings {
  readonly reader: FileReader;
  /** By cataloguer and path, layers ascending. */
  readonly found: ReadonlyMap<Cataloguer, ReadonlyMap<string, readonly Reading[]>>;
  /** The last version of each list. */
  readonly fileLists: ReadonlyMap<string, Version<FileList>>;
  readonly failures: readonly Failure[];
  /** Texts of the distribution's files, by path, layers ascending. */
  readonly texts: ReadonlyMap<string, readonly Version<string>[]>;
}

/** The beginning of a large body, for cataloguers that then ask for parts. */
const FIRST_PART = 4096;
/** Bytes looked at in a file that tells the distribution. */
const DISTRIBUTION_FILE_LIMIT = 65_536;

/** Starts collecting with one file reader for all cataloguers. */
export function startReadings(cataloguers: readonly Cataloguer[]): Readings {
  const found = new Map<Cataloguer, Map<string, Reading[]>>(cataloguers.map((c) => [c, new Map()]));
  const fileLists = new Map<string, Version<FileList>>();
  const failures: Failure[] = [];
  const texts = new Map<string, Version<string>[]>();
  const journals = new Map<Cataloguer, Journals>(
    cataloguers.filter((c) => c.journalOf).map((c) => [c, keepJournals()]),
  );

  const wellKnown = [...cataloguers.flatMap((c) => c.wellKnown ?? []), ...DISTRIBUTION_FILES];
  return { reader: { wellKnown, wants, read }, found, fileLists, failures, texts };

  function wants(entry: LayerEntry, randomAccess?: boolean): number {
    const { path, size, mode } = entry;
    let most = isDistributionFile(path) ? DISTRIBUTION_FILE_LIMIT : 0;
    for (const cataloguer of cataloguers) {
      const bytes = cataloguer.wants(path, size, mode);
      if (bytes > 0) most = Math.max(most, cataloguer.parts && randomAccess ? FIRST_PART : bytes);
      else if (isBeside(cataloguer, path, size)) most = Infinity;
    }
    return most;
  }

  function read(file: LayerFile): void {
    const { path, size, mode } = file;
    if (isDistributionFile(path)) {
      addVersion(texts, path, { layer: file.layer, content: textOf(file.bytes) });
    }
    for (const cataloguer of cataloguers) {
      const wanted = cataloguer.wants(path, size, mode) > 0;
      if (wanted) readAs(file, cataloguer);
      else if (isBeside(cataloguer, path, size)) readBeside(file, cataloguer);
    }
  }

  function readAs(file: LayerFile, cataloguer: Cataloguer): void {
    const journal = journals.get(cataloguer)?.database(file);
    readWith(file, cataloguer, journal, file.layer);
  }

  function readBeside(file: LayerFile, cataloguer: Cataloguer): void {
    if (cataloguer.fileLists?.wants(file.path)) {
      readList(file, cataloguer);
      return;
    }
    const path = cataloguer.journalOf?.(file.path);
    const database = path && journals.get(cataloguer)?.journal(file, path);
    if (database) readWith(database, cataloguer, file, file.layer);
  }

  function readWith(
    file: LayerFile,
    cataloguer: Cataloguer,
    journal: LayerFile | undefined,
    layer: number,
  ): void {
    const packages = attempt(file, layer, cataloguer, () =>
      cataloguer.read(catalogued(file), journal && catalogued(journal)),
    );
    const versions = found.get(cataloguer);
    if (versions) addVersion(versions, file.path, { layer, content: packages }, withoutFiles);
  }

  function readList(file: LayerFile, cataloguer: Cataloguer): void {
    attempt(file, file.layer, cataloguer, () => {
      const list = cataloguer.fileLists?.read(catalogued(file));
      const last = fileLists.get(file.path);
      if (list && file.layer >= (last?.layer ?? 0)) {
        fileLists.set(file.path, { layer: file.layer, content: list });
      }
      return [];
    });
  }

  /** A cataloguer that fails in a way it does not know of leaves the inventory incomplete, not the run. */
  function attempt(
    file: LayerFile,
    layer: number,
    cataloguer: Cataloguer,
    task: () => readonly FoundPackage[],
  ): readonly FoundPackage[] {
    try {
      return task();
    } catch (thrown) {
      const error =
        thrown instanceof CatalogueError
          ? thrown
          : new CatalogueError(`cannot be read (${reason(thrown)})`, 'limit', [], thrown);
      failures.push({ path: file.path, layer, cataloguer, error });
      return error.found;
    }
  }
}

function isDistributionFile(path: string): path is DistributionFile {
  return (DISTRIBUTION_FILES as readonly string[]).includes(path);
}

/** A list of files, or a journal that holds something. */
function isBeside(cataloguer: Cataloguer, path: string, size: number): boolean {
  return (
    cataloguer.fileLists?.wants(path) === true ||
    (size > 0 && cataloguer.journalOf?.(path) !== undefined)
  );
}

function catalogued(file: LayerFile): CataloguedFile {
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
