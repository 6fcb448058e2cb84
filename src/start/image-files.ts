import { isFileEntry } from '../image/entry-type.js';
import type { FileSystem, LayerEntry, StoredFile } from '../image/image.js';

/** The files of an image after the scan, for code that follows what a program loads. All reading is bounded. */
export interface ImageFiles {
  /** The final path of an existing file, links followed. */
  file(path: string): string | undefined;
  /** The final path of an existing folder, links followed. */
  folder(path: string): string | undefined;
  /** The names of files and folders directly in a folder at its final path. */
  names(folder: string): ReadonlySet<string>;
  isExecutable(path: string): boolean;
  /** The content; undefined if it is larger than the limit or cannot be read. */
  read(path: string, maxBytes?: number): Buffer | undefined;
  text(path: string, maxBytes?: number): string | undefined;
  /** For reading parts of large files. */
  parts(path: string): { readonly size: number; readonly part: StoredFile['part'] } | undefined;
  /** The final paths of files below a folder. Files through links in it are included, links to folders are not followed. */
  below(folder: string): readonly string[];
  /** The final paths of files below a folder whose path below it matches. */
  matching(folder: string, pattern: RegExp): readonly string[];
  /** As `text`; a text that is larger than the limit is a problem. */
  wholeText(path: string, maxBytes?: number): string | undefined;
  /** The first items of a list; a longer one is a problem, which `what` names. */
  atMost<T>(items: readonly T[], most: number, what: string): readonly T[];
  /** Something was not read. */
  leaveOut(reason: string): void;
  /** Why not everything could be read; undefined if everything was. */
  readonly problem: string | undefined;
}

/** How much is read of one image. */
const MAX_FILES = 60_000;
const MAX_TOTAL_BYTES = 768 << 20;
const MAX_FILE_BYTES = 4 << 20;
/** Files of one folder. */
const MAX_BELOW = 100_000;
const MAX_SEARCHED = 500_000;
const MAX_MILLISECONDS = 20_000;

/** The files of a scan that kept them. */
export function imageFiles(fileSystem: FileSystem): ImageFiles {
  const budget = startBudget();
  const losses = startLosses();
  const entryOf = entryFinder(fileSystem);
  const open = (path: string) =>
    budget.problem === undefined ? fileSystem.open?.(path) : undefined;
  const read: ImageFiles['read'] = (path, maxBytes = MAX_FILE_BYTES) => {
    const found = open(path);
    if (!found || found.size > maxBytes || !budget.take(found.size)) return undefined;
    const bytes = found.part(0, found.size);
    return bytes.length === found.size
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      : undefined;
  };
  return {
    file: (path) => ofType(entryOf(path), isFileEntry),
    folder: (path) => {
      const entry = entryOf(path);
      // A folder may have members and no entry of its own.
      if (!entry) return path === '' ? undefined : fileSystem.resolve(path);
      return ofType(entry, ({ type }) => type === 'directory');
    },
    names: nameLists(fileSystem),
    isExecutable: (path) => ((entryOf(path)?.mode ?? 0) & 0o111) !== 0,
    read,
    text: (path, maxBytes) => read(path, maxBytes)?.toString('utf8'),
    wholeText(path, maxBytes) {
      const bytes = read(path, maxBytes);
      const isThere = bytes !== undefined || ofType(entryOf(path), isFileEntry) !== undefined;
      if (!bytes && isThere && !open(path)?.part(0, 1024).includes(0))
        losses.leaveOut(`${path} is too large, or cannot be read`);
      return bytes?.toString('utf8');
    },
    atMost: losses.atMost,
    leaveOut: losses.leaveOut,
    parts(path) {
      const found = open(path);
      if (!found || !budget.take(0)) return undefined;
      const part: StoredFile['part'] = (offset, length) =>
        offset >= 0 && length > 0 && budget.take(Math.min(length, found.size))
          ? found.part(offset, Math.min(length, found.size))
          : Buffer.alloc(0);
      return { size: found.size, part };
    },
    below: (folder) => filesBelow(folder, fileSystem, budget.stop),
    matching(folder, pattern) {
      const paths = [...limited(fileSystem.below?.(folder) ?? [], MAX_SEARCHED)];
      if (paths.length >= MAX_SEARCHED) budget.stop(`${folder} has too many files`);
      return paths
        .filter((path) => pattern.test(path.slice(folder.length + 1)))
        .flatMap((path) => ofType(entryOf(path), isFileEntry) ?? []);
    },
    get problem() {
      return budget.problem ?? losses.first;
    },
  };
}

function* limited<T>(items: Iterable<T>, most: number): Generator<T> {
  let left = most;
  for (const item of items) {
    if (left-- <= 0) return;
    yield item;
  }
}

/** Remembers what is left out, without an end of the reading. */
function startLosses() {
  let first: string | undefined;
  const leaveOut = (reason: string) => {
    first ??= reason;
  };
  const atMost: ImageFiles['atMost'] = (items, most, what) => {
    if (items.length <= most) return items;
    leaveOut(`${what} more than ${most}`);
    return items.slice(0, most);
  };
  return {
    leaveOut,
    atMost,
    get first() {
      return first;
    },
  };
}

/** Lists each folder once: most paths that are searched do not exist. */
function nameLists(fileSystem: FileSystem): ImageFiles['names'] {
  const known = new Map<string, ReadonlySet<string>>();
  return (folder) => {
    const found = known.get(folder);
    if (found) return found;
    const names = new Set(fileSystem.names?.(folder));
    known.set(folder, names);
    return names;
  };
}

/** Counts what is read. */
function startBudget() {
  const started = performance.now();
  let files = MAX_FILES;
  let bytes = MAX_TOTAL_BYTES;
  let problem: string | undefined;
  return {
    /** Whether so many bytes of a file may be read. */
    take(wanted: number): boolean {
      files--;
      bytes -= wanted;
      if (files < 0) problem ??= `more than ${MAX_FILES} files are loaded`;
      else if (bytes < 0) problem ??= `more than ${MAX_TOTAL_BYTES >> 20} MB of files are loaded`;
      else if (performance.now() - started > MAX_MILLISECONDS)
        problem ??= `following what is loaded takes more than ${MAX_MILLISECONDS / 1000} seconds`;
      return problem === undefined;
    },
    /** What a limit leaves out makes the result incomplete. */
    stop(reason: string): void {
      problem ??= reason;
    },
    get problem() {
      return problem;
    },
  };
}

/** Finds the entry of a path, links followed, and remembers it. */
function entryFinder(fileSystem: FileSystem): (path: string) => LayerEntry | undefined {
  const known = new Map<string, LayerEntry | undefined>();
  return (path) => {
    const cached = known.get(path);
    if (cached !== undefined || known.has(path)) return cached;
    const target = path === '' ? undefined : fileSystem.resolve(path);
    const entry = target === undefined ? undefined : fileSystem.get(target);
    if (known.size < MAX_KNOWN) known.set(path, entry);
    return entry;
  };
}

const MAX_KNOWN = 500_000;

function ofType(
  entry: LayerEntry | undefined,
  test: (entry: LayerEntry) => boolean,
): string | undefined {
  return entry && test(entry) ? entry.path : undefined;
}

function filesBelow(
  folder: string,
  fileSystem: FileSystem,
  stop: (reason: string) => void,
): string[] {
  const found: string[] = [];
  for (const path of fileSystem.below?.(folder) ?? []) {
    if (found.length >= MAX_BELOW) {
      stop(`${folder} has too many files`);
      break;
    }
    const entry = fileSystem.get(path);
    if (!entry) continue;
    // Debian keeps configuration that is not in use there; links to it are in other folders.
    if (isFileEntry(entry) && !/-available\//.test(path)) found.push(path);
    if (entry.type !== 'symlink') continue;
    const target = fileSystem.resolve(path);
    const linked = target === undefined ? undefined : fileSystem.get(target);
    if (linked && isFileEntry(linked)) found.push(linked.path);
  }
  return found;
}
