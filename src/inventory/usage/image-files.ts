import { posix } from 'node:path';
import type { FileSystem, LayerEntry } from '../../image/image.js';
import type { ReadPart } from '../executables/layout.js';

/** The files of an image after the scan, for code that follows what a program loads. All reading is bounded. */
export interface ImageFiles {
  /** The final path of an existing file or folder, links followed. */
  resolve(path: string): string | undefined;
  /** The final path of an existing file, links followed. */
  file(path: string): string | undefined;
  /** The final path of an existing folder, links followed. */
  folder(path: string): string | undefined;
  isExecutable(path: string): boolean;
  /** The content; undefined if it is larger than the limit or cannot be read. */
  read(path: string, maxBytes?: number): Buffer | undefined;
  text(path: string, maxBytes?: number): string | undefined;
  /** For reading parts of large files. */
  parts(path: string): { readonly size: number; readonly part: ReadPart } | undefined;
  /** The final paths of files below a folder. Files through links in it are included, links to folders are not followed. */
  below(folder: string): readonly string[];
  /** Why not everything could be read; undefined if everything was. */
  readonly problem: string | undefined;
}

/** How much is read of one image. */
const MAX_FILES = 30_000;
const MAX_TOTAL_BYTES = 768 << 20;
const MAX_FILE_BYTES = 4 << 20;
/** Files of one folder. */
const MAX_BELOW = 20_000;
const MAX_MILLISECONDS = 20_000;

/** The files of a scan that kept them. */
export function imageFiles(fileSystem: FileSystem): ImageFiles {
  const started = performance.now();
  const budget = { files: MAX_FILES, bytes: MAX_TOTAL_BYTES };
  let problem: string | undefined;
  const take = (bytes: number): boolean => {
    budget.files--;
    budget.bytes -= bytes;
    if (budget.files < 0) problem ??= `more than ${MAX_FILES} files are loaded`;
    else if (budget.bytes < 0)
      problem ??= `more than ${MAX_TOTAL_BYTES >> 20} MB of files are loaded`;
    else if (performance.now() - started > MAX_MILLISECONDS)
      problem ??= `following what is loaded takes more than ${MAX_MILLISECONDS / 1000} seconds`;
    return problem === undefined;
  };
  const known = new Map<string, LayerEntry | undefined>();
  const entryOf = (path: string): LayerEntry | undefined => {
    if (known.has(path)) return known.get(path);
    const target = path === '' ? undefined : fileSystem.resolve(path);
    const entry = target === undefined ? undefined : fileSystem.get(target);
    if (known.size < MAX_KNOWN) known.set(path, entry);
    return entry;
  };
  const parts: ImageFiles['parts'] = (path) => {
    const found = problem === undefined ? fileSystem.open?.(path) : undefined;
    if (!found || !take(0)) return undefined;
    const part: ReadPart = (offset, length) =>
      offset >= 0 && length > 0 && take(Math.min(length, found.size))
        ? found.part(offset, Math.min(length, found.size))
        : Buffer.alloc(0);
    return { size: found.size, part };
  };
  const read: ImageFiles['read'] = (path, maxBytes = MAX_FILE_BYTES) => {
    const found = problem === undefined ? fileSystem.open?.(path) : undefined;
    if (!found || found.size > maxBytes || !take(found.size)) return undefined;
    const bytes = found.part(0, found.size);
    return bytes.length === found.size
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      : undefined;
  };
  return {
    resolve: (path) => entryOf(path)?.path,
    file: (path) => ofType(entryOf(path), isFile),
    folder: (path) => {
      const entry = entryOf(path);
      // A folder may have members and no entry of its own.
      if (!entry) return path === '' ? undefined : fileSystem.resolve(path);
      return ofType(entry, ({ type }) => type === 'directory');
    },
    isExecutable: (path) => ((entryOf(path)?.mode ?? 0) & 0o111) !== 0,
    read,
    text: (path, maxBytes) => read(path, maxBytes)?.toString('utf8'),
    parts,
    below: (folder) => filesBelow(folder, fileSystem),
    get problem() {
      return problem;
    },
  };
}

const MAX_KNOWN = 500_000;

function ofType(
  entry: LayerEntry | undefined,
  test: (entry: LayerEntry) => boolean,
): string | undefined {
  return entry && test(entry) ? entry.path : undefined;
}

function isFile({ type }: LayerEntry): boolean {
  return type === 'file' || type === 'hardlink';
}

function filesBelow(folder: string, fileSystem: FileSystem): string[] {
  const found: string[] = [];
  for (const path of fileSystem.below?.(folder) ?? []) {
    if (found.length >= MAX_BELOW) break;
    const entry = fileSystem.get(path);
    if (!entry) continue;
    if (isFile(entry)) found.push(path);
    if (entry.type !== 'symlink') continue;
    const target = fileSystem.resolve(path);
    const linked = target === undefined ? undefined : fileSystem.get(target);
    if (linked && isFile(linked)) found.push(linked.path);
  }
  return found;
}

/** A path of the image without a leading slash, from one that is absolute or below a folder. */
export function imagePath(path: string, folder = '/'): string {
  return posix.join('/', path.startsWith('/') ? '' : folder, path).slice(1);
}
