import { createGunzip } from 'node:zlib';
import { reason } from '../../lib/errors.js';
import { throughTransform } from '../../lib/through-transform.js';
import { bunzip2 } from './bzip2.js';
import { InvalidFeed } from './feed.js';

/**
 * The content of a file that is gzip, zstd, bzip2, xz or not compressed, by its first bytes. Throws InvalidFeed for damaged data, for
 * another compression, and for more than `maxBytes`.
 */
export async function* decompress(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const head = await readHead(iterator);
  let size = 0;
  for await (const chunk of decoded(head, rest(head, iterator))) {
    size += chunk.length;
    if (size > maxBytes) throw new InvalidFeed(`its content is larger than ${maxBytes >> 20} MB`);
    yield chunk;
  }
}

const HEAD_BYTES = 6;

async function readHead(iterator: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < HEAD_BYTES) {
    const { done, value } = await iterator.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  return head;
}

async function* rest(
  head: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** Compressions that neither Node.js nor our libraries read, by their first bytes. */
const UNREADABLE: readonly (readonly [name: string, magic: readonly number[]])[] = [
  ['zchunk', [0x00, 0x5a, 0x43, 0x4b, 0x31]],
];

function decoded(head: Uint8Array, chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const starts = (magic: readonly number[]) => magic.every((byte, i) => head[i] === byte);
  if (starts([0x1f, 0x8b])) return gunzip(chunks);
  if (starts([0x28, 0xb5, 0x2f, 0xfd])) return unzstd(chunks);
  if (starts([0x42, 0x5a, 0x68])) return unbzip2(chunks);
  if (starts([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])) return unxz(chunks);
  for (const [name, magic] of UNREADABLE)
    if (starts(magic))
      throw new InvalidFeed(
        `it is compressed with ${name}, which Portside does not read. Pass it decompressed in the folder vendor-feeds`,
      );
  return chunks;
}

/** Oracle's file has 20 MB. */
const MAX_BZIP2_BYTES = 256 << 20;

/** All of it is in memory, which is little: bzip2 compresses by a factor of ten to twenty. */
async function* unbzip2(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > MAX_BZIP2_BYTES)
      throw new InvalidFeed(`it is larger than ${MAX_BZIP2_BYTES >> 20} MB. Pass it decompressed`);
    parts.push(chunk);
  }
  yield* bunzip2(Buffer.concat(parts));
}

function gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const transform = createGunzip({ chunkSize: 1 << 20 });
  return throughTransform(
    chunks,
    transform,
    (cause) => new InvalidFeed(`its gzip data is damaged: ${reason(cause)}`),
  );
}

async function* unxz(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { default: xz } = await import('xz-decompress');
  try {
    yield* new xz.XzReadableStream(ReadableStream.from(chunks));
  } catch (error) {
    throw new InvalidFeed(`its xz data is damaged: ${reason(error)}`);
  }
}

async function* unzstd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { inflateZstd } = await import('../../lib/zstd-wasm.js');
  yield* inflateZstd(
    chunks,
    (cause) =>
      new InvalidFeed(
        cause === undefined
          ? 'its zstd data ends early'
          : `its zstd data is damaged: ${reason(cause)}`,
      ),
  );
}
