import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { reason } from '../../lib/errors.js';
import { damaged } from '../limits.js';

export type Compression = 'none' | 'gzip' | 'zstd' | 'bzip2' | 'xz';

/** What the first bytes say; media types and names are often wrong. Six bytes are enough. */
export function sniff(head: Uint8Array): Compression {
  const starts = (...magic: number[]) => magic.every((byte, i) => head[i] === byte);
  if (starts(0x1f, 0x8b)) return 'gzip';
  if (starts(0x28, 0xb5, 0x2f, 0xfd)) return 'zstd';
  // Skippable frame, which some zstd writers put first.
  if (((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18)
    return 'zstd';
  if (starts(0x42, 0x5a, 0x68)) return 'bzip2';
  if (starts(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)) return 'xz';
  return 'none';
}

/** With the default of 16 KB, inflating costs more than twice as much. */
const CHUNK = 2 ** 20;
/** A few chunks may wait on either side, so that inflating goes on while the main thread is busy. */
const OPTIONS = { chunkSize: CHUNK, highWaterMark: 4 * CHUNK };

/**
 * The inflated bytes. node:zlib works on its own threads, so two layers inflate at once.
 * Throws PortsideError (incomplete) for damaged data and for formats that cannot be read here.
 */
export async function* inflate(
  chunks: AsyncIterable<Uint8Array>,
  compression: Compression,
  where: string,
): AsyncGenerator<Uint8Array> {
  if (compression === 'none') {
    yield* chunks;
    return;
  }
  if (compression === 'zstd' && !nativeZstd()) {
    yield* inflateZstd(chunks, where);
    return;
  }
  const transform = decompressor(compression, where);
  let failure: unknown;
  // Errors of the input are its own (a limit, a digest); errors of the transform mean damaged data.
  const feeding = feed(chunks, transform).catch((error) => {
    failure = error;
    transform.destroy();
  });
  try {
    for await (const chunk of transform) yield chunk as Uint8Array;
  } catch (error) {
    throw failure ?? damagedData(where, compression, error);
  } finally {
    transform.destroy();
    await feeding;
  }
  if (failure) throw failure;
}

/** The error for compressed data that does not inflate. */
export function damagedData(where: string, compression: Compression, cause: unknown) {
  return damaged(where, `its ${compression} data is damaged or cut`, undefined, cause);
}

/** Writes the chunks as fast as they are taken. */
async function feed(chunks: AsyncIterable<Uint8Array>, transform: Transform): Promise<void> {
  for await (const chunk of chunks) {
    if (transform.destroyed) return;
    if (!transform.write(chunk)) await ready(transform);
  }
  transform.end();
}

function ready(transform: Transform): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      transform.off('drain', go).off('close', go);
      resolve();
    };
    transform.on('drain', go).on('close', go);
  });
}

function decompressor(compression: Compression, where: string): Transform {
  if (compression === 'gzip') return zlib.createGunzip(OPTIONS);
  if (compression === 'zstd') return zlib.createZstdDecompress(OPTIONS);
  throw damaged(
    where,
    `it is compressed with ${compression}, which Portside does not read`,
    'Save the image with gzip, zstd or uncompressed layers.',
  );
}

function nativeZstd(): boolean {
  return typeof zlib.createZstdDecompress === 'function';
}

/** Node before 22.15 has no zstd of its own: five times slower in JavaScript, but it works. */
async function* inflateZstd(
  chunks: AsyncIterable<Uint8Array>,
  where: string,
): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd');
  const out: Uint8Array[] = [];
  let waiting = 0;
  const stream = new Decompress((chunk: Uint8Array) => {
    if (chunk.length > 0) out.push(chunk);
    waiting += chunk.length;
    if (waiting > MOST_WAITING) throw new Error('a few bytes inflate to very many');
  });
  const push = (chunk: Uint8Array, last: boolean) => {
    try {
      stream.push(chunk, last);
    } catch (error) {
      throw damaged(where, `its zstd data is damaged or cut: ${reason(error)}`, undefined, error);
    }
  };
  for await (const chunk of chunks) {
    // Small steps bound what one step can inflate to before the caller counts it.
    for (let at = 0; at < chunk.length; at += STEP) {
      push(chunk.subarray(at, at + STEP), false);
      waiting = 0;
      yield* out.splice(0);
    }
  }
  push(new Uint8Array(0), true);
  yield* out.splice(0);
}

const STEP = 2 ** 14;
const MOST_WAITING = 256 * 2 ** 20;
