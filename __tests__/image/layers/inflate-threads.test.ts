import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import * as zlib from 'node:zlib';
import { afterAll, describe, expect, it, test } from '@jest/globals';
import type { LayerFile } from '../../../src/image/image.js';
import type { InflateEnd, InflateJob } from '../../../src/image/layers/inflate-thread.js';
import { inflateThreads } from '../../../src/image/layers/inflate-threads.js';
import type { Limits } from '../../../src/image/limits.js';
import { openImage } from '../../../src/image/open.js';
import { type ArchiveOptions, dockerArchive, tar, temporaryFolder } from '../build-tar.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

// Random bytes stay large when compressed, so that the layers are worth a thread.
const noise = randomBytes(3 << 20);
const layers = ['a', 'b', 'c'].map((name, i) =>
  tar([
    { name: `${name}/first`, body: noise },
    ...Array.from({ length: 300 }, (_, n) => ({ name: `${name}/${n}`, body: `${name}${n}` })),
    { name: `${name}/last`, body: noise.subarray(0, (2 << 20) + i) },
  ]),
);
/** Many tests store the same layers. */
const packed = new WeakMap<Uint8Array, Buffer>();
function gzip(bytes: Uint8Array): Buffer {
  const known = packed.get(bytes) ?? zlib.gzipSync(bytes, { level: 1 });
  packed.set(bytes, known);
  return known;
}
const plain = once(() => reading({}));

async function reading(options: ArchiveOptions, limits: Partial<Limits> = {}) {
  const path = folder.write('image.tar', dockerArchive(layers, options));
  const image = await openImage(`docker-archive:${path}`, { limits });
  try {
    const seen: string[] = [];
    const read = (f: LayerFile) => void seen.push(`${f.layer} ${f.path} ${digest(f.bytes)}`);
    await image.scan([{ wants: () => Number.POSITIVE_INFINITY, read }], { verifyDigests: true });
    return seen;
  } finally {
    await image.close();
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** No thread outlives its scan. */
function threadsLeft(): number {
  return process.getActiveResourcesInfo().filter((kind) => /Worker|MessagePort/.test(kind)).length;
}

describe('a layer inflated in a thread', () => {
  const twoMembers = (bytes: Uint8Array) =>
    Buffer.concat([gzip(bytes.subarray(0, 1 << 20)), gzip(bytes.subarray(1 << 20))]);
  const padded = (bytes: Uint8Array) => Buffer.concat([gzip(bytes), Buffer.alloc(99)]);
  test.each([
    ['gzip', gzip],
    ['gzip in two members', twoMembers],
    ['gzip with zeros after it', padded],
  ])('has what the layer itself has: %s', async (_, stored) => {
    const before = threadsLeft();
    expect(await reading({ stored })).toEqual(await plain());
    expect(threadsLeft()).toBe(before);
  });

  const zstd = 'zstdCompressSync' in zlib ? zlib.zstdCompressSync : undefined;
  (zstd ? test : test.skip)('has what the layer itself has: zstd in two frames', async () => {
    const compress = zstd ?? gzip;
    const stored = (bytes: Uint8Array) =>
      Buffer.concat([compress(bytes.subarray(0, 1 << 20)), compress(bytes.subarray(1 << 20))]);
    expect(await reading({ stored })).toEqual(await plain());
  });

  const damaged: [string, (bytes: Uint8Array) => Uint8Array, Partial<Limits>, string][] = [
    ['cut', (bytes) => gzip(bytes).subarray(0, 4_500_000), {}, 'gzip data is damaged or cut'],
    [
      'damaged',
      (bytes) => Buffer.from(gzip(bytes)).fill(0xff, 4_500_000, 4_500_400),
      {},
      'gzip data is damaged or cut',
    ],
    [
      'of other bytes',
      (bytes) => gzip(Buffer.from(bytes).fill(1, 600, 700)),
      {},
      'uncompressed: its digest is',
    ],
    [
      'with something after it',
      (bytes) => Buffer.concat([gzip(bytes), Buffer.from('garbage')]),
      {},
      'gzip data is damaged or cut',
    ],
    [
      'that is too large',
      gzip,
      { inflatedBytes: 6 << 20 },
      'the image inflates to more than 6291456 bytes',
    ],
    ['that inflates too much', gzip, { ratio: 0.5, ratioFrom: 0 }, 'more than 0.5 times its size'],
  ];
  test.each(damaged)('ends in an error where it is one %s', async (_, stored, limits, message) => {
    const before = threadsLeft();
    await expect(reading({ stored }, limits)).rejects.toMatchObject({
      kind: 'incomplete',
      message: expect.stringContaining(message),
    });
    expect(threadsLeft()).toBe(before);
  });

  it('ends when a reader gives up', async () => {
    const before = threadsLeft();
    const path = folder.write('image.tar', dockerArchive(layers, { stored: gzip }));
    const image = await openImage(path);
    const read = () => {
      expect(threadsLeft()).toBeGreaterThan(before);
      throw new Error('enough');
    };
    await expect(image.scan([{ wants: () => 1, read }])).rejects.toThrow('enough');
    expect(threadsLeft()).toBe(before);
    await image.close();
  });
});

describe('threads', () => {
  const stored = gzip(randomBytes(20 << 20));
  const path = folder.write('stored', stored);

  async function end(program?: string, stopAfter = Number.POSITIVE_INFINITY) {
    const threads = inflateThreads(program);
    const descriptor = openSync(path, 'r');
    const job: InflateJob = { descriptor, offset: 0, size: stored.length, compression: 'gzip' };
    try {
      for (let run = 0; run < 2; run++) {
        let length = 0;
        let how: InflateEnd | undefined;
        const pieces = threads.run({ ...job, storedHash: 'sha256' }, (ended) => {
          how = ended;
        });
        for await (const { bytes } of pieces) {
          length += bytes.length;
          if (length >= stopAfter) break;
        }
        if (run === 1) return { length, how };
      }
    } finally {
      closeSync(descriptor);
      await threads.close();
    }
    return undefined;
  }

  it('do one job after another, and hash what is stored', async () => {
    const how = { status: 'done', storedHash: digest(stored) };
    expect(await end()).toEqual({ length: 20 << 20, how });
  });

  it('can be left in the middle of a job and used again', async () => {
    expect(await end(undefined, 2 << 20)).toEqual({ length: 2 << 20, how: undefined });
  });

  it('that die are an end of the job, not of the process', async () => {
    for (const program of ['process.exit(7)', 'throw new Error("oh")'])
      expect(await end(program)).toMatchObject({
        length: 0,
        how: {
          status: 'failed',
          why: expect.stringContaining('the thread that inflates it ended'),
        },
      });
  });

  it('say that a file cannot be read', async () => {
    const threads = inflateThreads();
    const ends: InflateEnd[] = [];
    const job: InflateJob = { descriptor: 999_999, offset: 0, size: 9, compression: 'gzip' };
    for await (const _ of threads.run(job, (ended) => ends.push(ended)));
    expect(ends).toEqual([{ status: 'failed', why: expect.stringContaining('EBADF') }]);
    await threads.close();
  });
});
