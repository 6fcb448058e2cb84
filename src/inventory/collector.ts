import { createHash } from 'node:crypto';
import type { FileReader, LayerEntry, LayerFile } from '../image/image.js';
import { reason } from '../lib/errors.js';
import { addTo } from '../lib/group-by.js';
import { CatalogError, unnamedPackages } from './catalog-error.js';
import type {
  CatalogedFile,
  Cataloger,
  FileList,
  FoundPackage,
  LicenseFiles,
  PackageDetails,
} from './cataloger.js';
import { DISTRIBUTION_FILES, type DistributionFile } from './distribution.js';
import { decodeUtf8 } from './file-content.js';
import { hasPurl } from './purl.js';
import { createWalPairing, type WalPairing } from './wal-pairing.js';

/** The content of a file in one layer. */
interface Version<T> {
  readonly layer: number;
  readonly content: T;
}

/** The packages in one version of a file. */
export type PackageVersion = Version<readonly FoundPackage[]>;

/** A file of one layer that could not be read. */
export interface Failure {
  readonly path: string;
  readonly layer: number;
  readonly cataloger: Cataloger;
  readonly error: CatalogError;
  /** The file has no packages, only their licenses. */
  readonly isLicense?: true;
}

/** Collects everything that the inventory needs during the walk over the layers. It keeps no file content. */
export interface Collector {
  readonly reader: FileReader;
  /** By cataloger and path; layers ascending. */
  readonly found: ReadonlyMap<Cataloger, ReadonlyMap<string, readonly PackageVersion[]>>;
  /** By path: the last version of a list of files. */
  readonly fileLists: ReadonlyMap<string, Version<FileList>>;
  /** By path: the versions of lists that the last one hides, in any order. */
  readonly hiddenLists: ReadonlyMap<string, readonly Version<FileList>[]>;
  /** By path: the last version of a file with details of a package. */
  readonly details: ReadonlyMap<string, Version<PackageDetails>>;
  /** By path: the licenses in the last version of a file with licenses; undefined when none is recognized. */
  readonly licenses: ReadonlyMap<string, Version<string | undefined>>;
  readonly failures: readonly Failure[];
  /** By path: the files that identify the distribution; layers ascending. */
  readonly texts: ReadonlyMap<string, readonly Version<string>[]>;
}

/** Bytes of a large file for a cataloger that reads parts. */
const FIRST_PART_BYTES = 4096;
/** Packages of one file. Databases of distributions have some thousands. */
const MAX_PACKAGES = 50_000;
const MAX_DISTRIBUTION_FILE_BYTES = 65_536;
const DISTRIBUTION_PATHS: ReadonlySet<string> = new Set(DISTRIBUTION_FILES);
const MAX_DETAILS_BYTES = 65_536;
/** Different files with licenses of one image, together. Those of a Debian desktop have 40 MiB. */
const MAX_LICENSE_BYTES = 64 * 1_048_576;

/** Lists of files that layers wrote again. Those of a Debian desktop have 20 MiB. */
const MAX_HIDDEN_LIST_BYTES = 64 * 1_048_576;

/** Creates a collector whose reader serves all catalogers. */
export function createCollector(catalogers: readonly Cataloger[]): Collector {
  const results: Results = {
    found: new Map(catalogers.map((cataloger) => [cataloger, new Map()])),
    fileLists: new Map(),
    hiddenLists: new Map(),
    hiddenListBytes: { read: 0 },
    details: new Map(),
    licenses: new Map(),
    licensesByContent: new Map(),
    licenseBytes: { read: 0 },
    failures: [],
    texts: new Map(),
    pairings: new Map(
      catalogers.filter((c) => c.journalOf).map((cataloger) => [cataloger, createWalPairing()]),
    ),
  };
  const wellKnown = [...catalogers.flatMap((c) => c.wellKnown ?? []), ...DISTRIBUTION_FILES];
  const asked = questions(catalogers);
  const reader: FileReader = {
    wellKnown,
    wants: (entry, randomAccess) => wantedBytes(asked, entry, randomAccess),
    // One cataloger may want the file by its own path, and another one only by the path of the link.
    wantsLinked: (entry, target) =>
      asked.simple.some((one) => wantsContent(one, entry) && !wantsContent(one, target)) ||
      asked.others.some((one) => wantsFile(one, entry) && !wantsFile(one, target)),
    read: (file) => readFile(results, catalogers, file),
  };
  return { reader, ...results };
}

interface Results {
  readonly found: Map<Cataloger, Map<string, PackageVersion[]>>;
  readonly fileLists: Map<string, Version<FileList>>;
  readonly hiddenLists: Map<string, Version<FileList>[]>;
  readonly hiddenListBytes: { read: number };
  readonly details: Map<string, Version<PackageDetails>>;
  readonly licenses: Map<string, Version<string | undefined>>;
  /** By digest: the packages of one source have copies of one file. */
  readonly licensesByContent: Map<string, string | undefined>;
  readonly licenseBytes: { read: number };
  readonly failures: Failure[];
  readonly texts: Map<string, Version<string>[]>;
  /** Of the catalogers whose databases have a write-ahead log. */
  readonly pairings: ReadonlyMap<Cataloger, WalPairing>;
}

/** Whom to ask about a file. Every file of an image is asked for, so that each question counts. */
interface Questions {
  /** Of the catalogers that read one kind of file; once for those that read the same, such as programs. */
  readonly simple: readonly Pick<Cataloger, 'wants' | 'parts'>[];
  /** The catalogers with further files: lists, journals, details, licenses. */
  readonly others: readonly Cataloger[];
}

function questions(catalogers: readonly Cataloger[]): Questions {
  const others = catalogers.filter(
    ({ fileLists, journalOf, details, licenseFiles }) =>
      fileLists || journalOf || details || licenseFiles,
  );
  const simple = catalogers.filter((one) => !others.includes(one));
  const isFirst = ({ wants, parts }: Cataloger, index: number) =>
    simple.findIndex((one) => one.wants === wants && one.parts === parts) === index;
  return { simple: simple.filter(isFirst), others };
}

/** The most that one cataloger wants. */
function wantedBytes(
  { simple, others }: Questions,
  { path, size, mode }: LayerEntry,
  randomAccess = false,
): number {
  let most = isDistributionFile(path) ? MAX_DISTRIBUTION_FILE_BYTES : 0;
  const first = (one: Pick<Cataloger, 'parts'>, bytes: number) =>
    one.parts && randomAccess ? FIRST_PART_BYTES : bytes;
  for (const one of simple) {
    const bytes = one.wants(path, size, mode);
    if (bytes > 0) most = Math.max(most, first(one, bytes));
  }
  for (const one of others) {
    const bytes = one.wants(path, size, mode) || (one.licenseFiles?.wants(path, size) ?? 0);
    if (bytes > 0) most = Math.max(most, first(one, bytes));
    else if (isCompanionFile(one, path, size)) most = Infinity;
    else if (one.details?.wants(path)) most = Math.max(most, MAX_DETAILS_BYTES);
  }
  return most;
}

function wantsContent(
  { wants }: Pick<Cataloger, 'wants'>,
  { path, size, mode }: LayerEntry,
): boolean {
  return wants(path, size, mode) > 0;
}

function wantsFile(cataloger: Cataloger, { path, size, mode }: LayerEntry): boolean {
  return (
    cataloger.wants(path, size, mode) > 0 ||
    (cataloger.licenseFiles?.wants(path, size) ?? 0) > 0 ||
    isCompanionFile(cataloger, path, size)
  );
}

function readFile(results: Results, catalogers: readonly Cataloger[], file: LayerFile): void {
  const { path, size, mode, layer } = file;
  if (isDistributionFile(path))
    addVersion(results.texts, path, { layer, content: decodeUtf8(file.bytes) });
  for (const cataloger of catalogers) {
    if (cataloger.wants(path, size, mode) > 0) {
      const journal = results.pairings.get(cataloger)?.database(file);
      readPackages(results, cataloger, file, { layer, journal });
    } else if (cataloger.licenseFiles && cataloger.licenseFiles.wants(path, size) > 0)
      readLicense(results, cataloger, cataloger.licenseFiles, file);
    else if (isCompanionFile(cataloger, path, size)) readCompanion(results, cataloger, file);
    else if (cataloger.details?.wants(path)) readDetails(results, cataloger, file);
  }
}

/** Reads a list of files, or a database together with its write-ahead log. */
function readCompanion(results: Results, cataloger: Cataloger, file: LayerFile): void {
  if (cataloger.fileLists?.wants(file.path)) {
    readFileList(results, cataloger, file);
    return;
  }
  const path = cataloger.journalOf?.(file.path);
  const database = path && results.pairings.get(cataloger)?.journal(file, path);
  if (database) readPackages(results, cataloger, database, { layer: file.layer, journal: file });
}

function readPackages(
  results: Results,
  cataloger: Cataloger,
  file: LayerFile,
  { layer, journal }: { readonly layer: number; readonly journal: LayerFile | undefined },
): void {
  let content: readonly FoundPackage[];
  try {
    content = cataloger.read(catalogedFile(file), journal && catalogedFile(journal));
  } catch (thrown) {
    const error = asCatalogError(thrown);
    results.failures.push({ path: file.path, layer, cataloger, error });
    content = error.found;
  }
  if (content.length > MAX_PACKAGES) {
    const error = new CatalogError(`lists more than ${MAX_PACKAGES} packages`, 'limit');
    results.failures.push({ path: file.path, layer, cataloger, error });
    content = content.slice(0, MAX_PACKAGES);
  }
  const named = content.filter(hasPurl);
  if (named.length < content.length) {
    const error = unnamedPackages(without(content, named), named);
    results.failures.push({ path: file.path, layer, cataloger, error });
  }
  const versions = results.found.get(cataloger);
  if (versions) addVersion(versions, file.path, { layer, content: named }, withoutFiles);
}

function without<T>(all: readonly T[], some: readonly T[]): T[] {
  const excluded = new Set(some);
  return all.filter((one) => !excluded.has(one));
}

function readFileList(results: Results, cataloger: Cataloger, file: LayerFile): void {
  const { path, layer } = file;
  try {
    const content = cataloger.fileLists?.read(catalogedFile(file));
    if (content) addFileList(results, path, { layer, content }, file.size);
  } catch (thrown) {
    results.failures.push({ path, layer, cataloger, error: asCatalogError(thrown) });
  }
}

/** Keeps the versions below the last one, too: a layer may empty the list of a package that it hides. */
function addFileList(
  { fileLists, hiddenLists, hiddenListBytes }: Results,
  path: string,
  list: Version<FileList>,
  size: number,
): void {
  const before = fileLists.get(path);
  const isLast = list.layer >= (before?.layer ?? 0);
  if (isLast) fileLists.set(path, list);
  if (!before || before.layer === list.layer) return;
  hiddenListBytes.read += size;
  if (hiddenListBytes.read > MAX_HIDDEN_LIST_BYTES)
    throw new CatalogError('comes after 64 MiB of other lists that layers replaced', 'limit');
  addTo(hiddenLists, path, isLast ? before : list);
}

function readDetails(results: Results, cataloger: Cataloger, file: LayerFile): void {
  const { path, layer } = file;
  try {
    const content = cataloger.details?.read(catalogedFile(file));
    const last = results.details.get(path);
    if (content && layer >= (last?.layer ?? 0)) results.details.set(path, { layer, content });
  } catch (thrown) {
    results.failures.push({ path, layer, cataloger, error: asCatalogError(thrown) });
  }
}

function readLicense(
  results: Results,
  cataloger: Cataloger,
  { read }: LicenseFiles,
  file: LayerFile,
): void {
  const { licenses, licensesByContent, licenseBytes, failures } = results;
  const { path, layer } = file;
  const digest = createHash('sha1').update(file.bytes).digest('base64');
  try {
    if (!licensesByContent.has(digest)) {
      licenseBytes.read += file.bytes.length;
      if (licenseBytes.read > MAX_LICENSE_BYTES)
        throw new CatalogError('comes after 64 MiB of other license texts', 'limit');
      licensesByContent.set(digest, read(catalogedFile(file)));
    }
    licenses.set(path, { layer, content: licensesByContent.get(digest) });
  } catch (thrown) {
    failures.push({ path, layer, cataloger, error: asCatalogError(thrown), isLicense: true });
    licenses.set(path, { layer, content: undefined });
  }
}

/** An unexpected error in a cataloger makes the inventory incomplete, and does not end the run. */
function asCatalogError(thrown: unknown): CatalogError {
  return thrown instanceof CatalogError
    ? thrown
    : new CatalogError(`cannot be read (${reason(thrown)})`, 'limit', [], thrown);
}

function isDistributionFile(path: string): path is DistributionFile {
  return DISTRIBUTION_PATHS.has(path);
}

/** A file that belongs to a database: a list of files, or a write-ahead log that is not empty. */
function isCompanionFile(cataloger: Cataloger, path: string, size: number): boolean {
  return (
    cataloger.fileLists?.wants(path) === true ||
    (size > 0 && cataloger.journalOf?.(path) !== undefined)
  );
}

function catalogedFile(file: LayerFile): CatalogedFile {
  return {
    path: file.path,
    size: file.size,
    mode: file.mode,
    bytes: file.bytes,
    part: (offset, length) => partOf(file, offset, length),
  };
}

/** Offset and length may come from the file itself, so they are limited to the file. */
function partOf(file: LayerFile, offset: number, length: number): Uint8Array {
  if (!(offset >= 0 && offset < file.size && length > 0)) return new Uint8Array();
  const end = Math.min(offset + length, file.size);
  return end <= file.bytes.length || !file.part
    ? file.bytes.subarray(offset, end)
    : file.part(offset, end - offset);
}

/**
 * Adds a version of a file in the order of the layers; in one layer the last of several members with the same path
 * wins. `reduce` removes what is not needed of versions that a later one with packages hides.
 */
function addVersion<T>(
  versions: Map<string, Version<T>[]>,
  path: string,
  version: Version<T>,
  reduce: (content: T, last: T) => T = (content) => content,
): void {
  const others = (versions.get(path) ?? []).filter((v) => v.layer !== version.layer);
  const all = [...others, version].sort((a, b) => a.layer - b.layer);
  const at = all.findLastIndex(({ content }) => !isEmpty(content));
  const last = all[at];
  versions.set(
    path,
    all.map((v, i) => (last && i < at ? { ...v, content: reduce(v.content, last.content) } : v)),
  );
}

function isEmpty(content: unknown): boolean {
  return Array.isArray(content) && content.length === 0;
}

/**
 * Lists of files take most of the memory, and only those of the final version are used, and those of packages that it does
 * not have; so are facts.
 */
function withoutFiles(
  packages: readonly FoundPackage[],
  last: readonly FoundPackage[],
): readonly FoundPackage[] {
  const names = new Set(last.map(({ name }) => name));
  return packages.map((found) => {
    const { files, facts, requires, provides, ...rest } = found;
    return names.has(found.name) ? rest : found;
  });
}
