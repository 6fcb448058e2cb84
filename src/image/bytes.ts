import { closeSync, fstatSync, readSync } from 'node:fs';
import { PortsideError } from '../lib/errors.js';
import { fileType, openWithoutWaiting } from '../lib/regular-file.js';

/**
 * Bytes with random access. Reads are synchronous: the walk over a hundred thousand tar headers is fast because it
 * awaits nothing.
 */
export interface ByteSource {
  readonly size: number;
  /** Fills `into` from `position` on; reads fewer bytes only at the end. */
  read(into: Uint8Array, position: number): number;
  /** Where the bytes are in an open file, for threads that read it themselves. */
  readonly file?: { readonly descriptor: number; readonly offset: number };
}

/** An open file. The caller closes it. */
export interface FileSource extends ByteSource {
  close(): void;
}

/** Opens a file for random access. Throws the system's error, or PortsideError (incomplete) for a pipe or device. */
export function openFile(path: string): FileSource {
  const type = fileType(path);
  if (type !== 'a file' && type !== 'missing') throw notRegular(path, type);
  const descriptor = openWithoutWaiting(path);
  const close = () => closeSync(descriptor);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw notRegular(path, fileType(path));
    return fileSource(descriptor, stat.size);
  } catch (error) {
    close();
    throw error;
  }
}

function notRegular(path: string, type: string): PortsideError {
  return new PortsideError('PSE4506', `Cannot read ${path}: it is ${type}`);
}

/** A source over a file that is already open; `close` closes its descriptor. */
export function fileSource(descriptor: number, size: number): FileSource {
  let isOpen = true;
  return {
    size,
    file: { descriptor, offset: 0 },
    read: (into, position) => readFully(descriptor, into, position),
    close: () => {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
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

/** A part of a source. The part must be inside the source. */
export function sliceSource(source: ByteSource, offset: number, size: number): ByteSource {
  const { file } = source;
  return {
    size,
    file: file && { ...file, offset: file.offset + offset },
    read(into, position) {
      const available = Math.max(0, Math.min(into.length, size - position));
      return source.read(
        available < into.length ? into.subarray(0, available) : into,
        offset + position,
      );
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

/** `length` bytes at `position`, fewer at the end. The caller must bound `length`. */
export function readBytes(
  source: ByteSource,
  position: number,
  length: number,
  allocate: Allocate = Buffer.allocUnsafe,
): Buffer {
  const available = Math.max(0, Math.min(length, source.size - position));
  const bytes = allocate(available);
  const count = source.read(bytes, position);
  return count < available ? bytes.subarray(0, count) : bytes;
}

/** Returns a buffer of the length. */
export type Allocate = (length: number) => Buffer;

/**
 * Allocates from one buffer that is used again for each piece: a piece is valid until the next is requested. The buffer
 * grows to at most `maxBytes`. A new buffer for each piece would make up most of a scan's memory.
 */
export function reusedBuffer(maxBytes: number): Allocate {
  let buffer = Buffer.alloc(0);
  return (length) => {
    if (length > maxBytes) return Buffer.allocUnsafeSlow(length);
    if (length > buffer.length)
      buffer = Buffer.allocUnsafeSlow(Math.min(maxBytes, 2 ** Math.ceil(Math.log2(length))));
    return buffer.subarray(0, length);
  };
}

const CHUNK_BYTES = 2 ** 20;

/** All bytes in order, each chunk in a new buffer. */
export async function* chunksOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (let position = 0; position < source.size; position += CHUNK_BYTES) {
    const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, source.size - position));
    const count = source.read(chunk, position);
    if (count > 0) yield count < chunk.length ? chunk.subarray(0, count) : chunk;
    if (count < chunk.length) return;
  }
}
