import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { damaged, unsupported } from '../errors.js';
import { ZstdFrames } from './zstd-frames.js';

export type Compression = 'none' | 'gzip' | 'zstd' | 'bzip2' | 'xz';

/** Detects the compression by the first six bytes, because media types and file names are often wrong. */
export function detectCompression(head: Uint8Array): Compression {
  const starts = (...magic: number[]) => magic.every((byte, i) => head[i] === byte);
  if (starts(0x1f, 0x8b)) return 'gzip';
  if (starts(0x28, 0xb5, 0x2f, 0xfd)) return 'zstd';
  // A skippable frame, which some zstd writers put first.
  if (((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18)
    return 'zstd';
  if (starts(0x42, 0x5a, 0x68)) return 'bzip2';
  if (starts(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)) return 'xz';
  return 'none';
}

/** With the default of 16 KB, inflating costs more than twice as much. */
const CHUNK_BYTES = 2 ** 20;
/** A few chunks may wait on either side, so that inflating continues while the main thread is busy. */
const OPTIONS = { chunkSize: CHUNK_BYTES, highWaterMark: 4 * CHUNK_BYTES };

/**
 * The inflated bytes. node:zlib uses its own threads, so that several layers inflate at the same time.
 * Throws PortsideError (incomplete) for damaged data and for formats that Portside does not read.
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
  if (compression === 'zstd' && !hasNativeZstd()) {
    yield* inflateZstd(chunks, where);
    return;
  }
  const transform = decompressor(compression, where);
  const frames = compression === 'zstd' ? new ZstdFrames() : undefined;
  let failure: unknown;
  // An error of the input (a limit, a digest) is reported as it is; an error of the transform means damaged data.
  const feeding = feed(chunks, transform, frames).catch((error) => {
    failure = error;
    transform.destroy();
  });
  try {
    for await (const chunk of transform) yield chunk as Uint8Array;
  } catch (error) {
    throw failure ?? damagedCompression(where, compression, error);
  } finally {
    transform.destroy();
    await feeding;
  }
  if (failure) throw failure;
  // Node 22 ends without an error.
  if (frames?.isComplete() === false) throw damagedCompression(where, compression);
}

/** The error for compressed data that cannot be inflated. */
export function damagedCompression(where: string, compression: Compression, cause?: unknown) {
  return damaged(where, `its ${compression} data is damaged or cut short`, undefined, cause);
}

/**
 * Writes the chunks as fast as the transform takes them. The zstd of Node.js ignores the rest of a chunk after the end of
 * a frame, so each frame starts a new chunk.
 */
async function feed(
  chunks: AsyncIterable<Uint8Array>,
  transform: Transform,
  frames: ZstdFrames | undefined,
): Promise<void> {
  for await (const chunk of chunks)
    for (const part of frames?.split(chunk) ?? [chunk]) {
      if (transform.destroyed) return;
      if (!transform.write(part)) await drained(transform);
    }
  transform.end();
}

function drained(transform: Transform): Promise<void> {
  return new Promise((resolve) => {
    const onEvent = () => {
      transform.off('drain', onEvent).off('close', onEvent);
      resolve();
    };
    transform.on('drain', onEvent).on('close', onEvent);
  });
}

function decompressor(compression: Compression, where: string): Transform {
  if (compression === 'gzip') return zlib.createGunzip(OPTIONS);
  if (compression === 'zstd') return zlib.createZstdDecompress(OPTIONS);
  throw unsupported(
    where,
    `it is compressed with ${compression}, which Portside does not read`,
    'Save the image with gzip, zstd or uncompressed layers.',
  );
}

function hasNativeZstd(): boolean {
  return typeof zlib.createZstdDecompress === 'function';
}

/** Whether the zstd of this version of Node.js reports data that is cut short. That of Node 22 ends without an error. */
export function reportsCutZstd(): boolean {
  cutIsReported ??= rejectsCutZstd();
  return cutIsReported;
}

let cutIsReported: boolean | undefined;

function rejectsCutZstd(): boolean {
  try {
    zlib.zstdDecompressSync(Buffer.from('28b52ffd', 'hex'));
    return false;
  } catch {
    return true;
  }
}

/** Node before 22.15 has no zstd. WebAssembly is as fast as gzip, but runs on the main thread. */
async function* inflateZstd(
  chunks: AsyncIterable<Uint8Array>,
  where: string,
): AsyncGenerator<Uint8Array> {
  const { MAX_PART, openZstdStream } = await import('../../lib/zstd-wasm.js');
  const stream = await openZstdStream();
  try {
    for await (const chunk of chunks)
      for (let at = 0; at < chunk.length; at += MAX_PART) {
        const inflated = stream.inflate(chunk.subarray(at, at + MAX_PART));
        for (;;) {
          const next = orDamaged(() => inflated.next(), where);
          if (next.done) break;
          yield next.value;
        }
      }
    if (!stream.isBetweenFrames()) throw damagedCompression(where, 'zstd');
  } finally {
    stream.close();
  }
}

function orDamaged<T>(step: () => T, where: string): T {
  try {
    return step();
  } catch (error) {
    throw damagedCompression(where, 'zstd', error);
  }
}
