import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { throughTransform } from '../../lib/through-transform.js';
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
  const broken = (cause?: unknown) => damagedCompression(where, compression, cause);
  // Node before 22.15 has no zstd. WebAssembly is as fast as gzip, but runs on the main thread.
  if (compression === 'zstd' && !hasNativeZstd()) {
    const { inflateZstd } = await import('../../lib/zstd-wasm.js');
    yield* inflateZstd(chunks, broken);
    return;
  }
  const transform = decompressor(compression, where);
  const frames = compression === 'zstd' ? new ZstdFrames() : undefined;
  yield* throughTransform(frames ? byFrame(chunks, frames) : chunks, transform, broken);
  // Node 22 ends without an error.
  if (frames?.isComplete() === false) throw broken();
}

/** The zstd of Node.js ignores the rest of a chunk after the end of a frame, so each frame starts a new chunk. */
async function* byFrame(
  chunks: AsyncIterable<Uint8Array>,
  frames: ZstdFrames,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield* frames.split(chunk);
}

/** The error for compressed data that cannot be inflated. */
export function damagedCompression(where: string, compression: Compression, cause?: unknown) {
  return damaged(where, `its ${compression} data is damaged or cut short`, undefined, cause);
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
