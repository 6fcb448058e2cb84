import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { damaged } from './limits.js';

/**
 * Bytes at rest that can be read anywhere. Reads are synchronous: walking a hundred thousand tar headers awaits
 * nothing, which is what makes it fast.
 */
export interface ByteSource {
  readonly size: number;
  /** Fills `into` from `position` on; fewer bytes than asked for only at the end. */
  read(into: Uint8Array, position: number): number;
  /** Where the bytes lie in an open file, for other threads. */
  readonly file?: { readonly descriptor: number; readonly offset: number };
}

/** An open file; the caller closes it. */
export interface FileSource extends ByteSource {
  close(): void;
}

/** Opens a file for random access. Throws the system's error. */
export function openFile(path: string): FileSource {
  const descriptor = openSync(path, 'r');
  const close = () => closeSync(descriptor);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw damaged(path, 'it is not a regular file');
    return fileSource(descriptor, stat.size);
  } catch (error) {
    close();
    throw error;
  }
}

/** A file that is open already; `close` closes its descriptor. */
export function fileSource(descriptor: number, size: number): FileSource {
  let open = true;
  return {
    size,
    file: { descriptor, offset: 0 },
    read: (into, position) => readFully(descriptor, into, position),
    close: () => {
      if (open) closeSync(descriptor);
      open = false;
    },
  };
}

function readFully(descriptor: number, into: Uint8Array, position: number): number {
  let done = 0;
  while (done < into.length) {
    const count = readSync(descriptor, into, done, into.length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** A part of a source. The part must lie inside. */
export function slice(source: ByteSource, offset: number, size: number): ByteSource {
  const { file } = source;
  return {
    size,
    ...(file ? { file: { ...file, offset: file.offset + offset } } : {}),
    read(into, position) {
      const room = Math.max(0, Math.min(into.length, size - position));
      return source.read(room < into.length ? into.subarray(0, room) : into, offset + position);
    },
  };
}

export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read(into, position) {
      const piece = bytes.subarray(position, position + into.length);
      into.set(piece);
      return piece.length;
    },
  };
}

/** `length` bytes at `position`, fewer at the end. The caller has bounded `length`. */
export function readBytes(source: ByteSource, position: number, length: number): Buffer {
  const room = Math.max(0, Math.min(length, source.size - position));
  const bytes = Buffer.allocUnsafe(room);
  const count = source.read(bytes, position);
  return count < room ? bytes.subarray(0, count) : bytes;
}

const CHUNK = 2 ** 20;

/** All bytes in order, a new chunk each time. */
export async function* streamOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (let position = 0; position < source.size; position += CHUNK) {
    const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK, source.size - position));
    const count = source.read(chunk, position);
    if (count > 0) yield count < chunk.length ? chunk.subarray(0, count) : chunk;
    if (count < chunk.length) return;
  }
}
