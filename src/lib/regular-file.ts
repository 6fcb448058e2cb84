import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';

/**
 * The bytes of a regular file of at most `maxBytes`. Throws Error with the reason for everything else: a device would
 * never end, and a FIFO would wait for a writer.
 */
export function readRegularFile(path: string, maxBytes: number): Buffer {
  if (fileType(path) !== 'a file') throw new Error(whyNoFile(path));
  const descriptor = openWithoutWaiting(path);
  try {
    const { size } = fstatSync(descriptor);
    const tooLarge = new Error(`it is larger than ${shownSize(maxBytes)}`);
    if (size > maxBytes) throw tooLarge;
    const parts: Buffer[] = [];
    let length = 0;
    for (;;) {
      // Files below /proc are longer than their size says.
      const part = Buffer.allocUnsafe(Math.max(size - length, 0) + 4096);
      const read = readSync(descriptor, part, 0, part.length, null);
      if (read === 0) return Buffer.concat(parts);
      parts.push(part.subarray(0, read));
      length += read;
      if (length > maxBytes) throw tooLarge;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The first bytes of a regular file, and its size in bytes. Throws Error for everything else. */
export function readBeginning(path: string, maxBytes: number): { bytes: Buffer; size: number } {
  const descriptor = openWithoutWaiting(path);
  try {
    const about = fstatSync(descriptor);
    if (!about.isFile()) throw new Error('it is not a regular file');
    const bytes = Buffer.allocUnsafe(Math.min(about.size, maxBytes));
    const length = readSync(descriptor, bytes, 0, bytes.length, 0);
    return { bytes: bytes.subarray(0, length), size: about.size };
  } finally {
    closeSync(descriptor);
  }
}

/** Why a path is not a regular file: "there is no such file", "it is a folder". */
export function whyNoFile(path: string): string {
  const type = fileType(path);
  return type === 'missing' ? 'there is no such file' : `it is ${type}`;
}

/** Opens a file for reading; opening a FIFO does not wait for its writer. */
export function openWithoutWaiting(path: string): number {
  // Windows has no such flag, and no FIFO in a folder.
  return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}

function shownSize(bytes: number): string {
  return bytes < 1 << 20 ? `${bytes >> 10} KiB` : `${Math.floor(bytes / 2 ** 20)} MiB`;
}

/** What there is at a path, with an article: `a file`, `a FIFO, not a file`, `a link that leads to no file`. */
export function fileType(path: string): string {
  const link = entryAt(path);
  if (link === 'unreachable') return 'in a folder that cannot be opened';
  if (!link) return 'missing';
  const about = link.isSymbolicLink() ? target(path) : link;
  if (!about) return 'a link that leads to no file';
  if (about.isFile()) return 'a file';
  if (about.isDirectory()) return link.isSymbolicLink() ? 'a link to a folder' : 'a folder';
  if (about.isFIFO()) return 'a FIFO, not a file';
  return about.isSocket() ? 'a socket, not a file' : 'a device, not a file';
}

/** Undefined for a path that leads to nothing, also one below a file. */
function entryAt(path: string): Stats | 'unreachable' | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'unreachable' : undefined;
  }
}

/** Undefined for a link that leads nowhere, or to itself. */
function target(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
