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
export function readBytes(
  source: ByteSource,
  position: number,
  length: number,
  memory: BufferPool = Buffer.allocUnsafe,
): Buffer {
  const room = Math.max(0, Math.min(length, source.size - position));
  const bytes = memory(room);
  const count = source.read(bytes, position);
  return count < room ? bytes.subarray(0, count) : bytes;
}

/** Memory for pieces that are used one after the other: each is valid until the next is asked for. */
export type BufferPool = (length: number) => Buffer;

/**
 * Keeps the memory of the largest piece so far, up to `kept` bytes: what many pieces leave behind for the collector
 * would be most of a scan's memory.
 */
export function scratch(kept: number): BufferPool {
  let memory = Buffer.alloc(0);
  return (length) => {
    if (length > kept) return Buffer.allocUnsafeSlow(length);
    if (length > memory.length)
      memory = Buffer.allocUnsafeSlow(Math.min(kept, 2 ** Math.ceil(Math.log2(length))));
    return memory.subarray(0, length);
  };
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
