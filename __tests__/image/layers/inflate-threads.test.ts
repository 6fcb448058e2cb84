import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import * as zlib from 'node:zlib';
import { afterAll, describe, expect, it, test } from '@jest/globals';
import type { LayerFile } from '../../../src/image/image.js';
import type { InflateEnd, InflateJob } from '../../../src/image/layers/inflate-thread.js';
import { inflateThreads } from '../../../src/image/layers/inflate-threads.js';
import type { Limits } from '../../../src/image/limits.js';
import { type ArchiveOptions, dockerArchive, tar, temporaryFolder } from '../build-tar.js';
import { openImage } from '../open-image.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

// Random bytes stay large when they are compressed, so that the layers are inflated in threads.
const noise = randomBytes(3 << 20);
const layers = ['a', 'b', 'c'].map((name, i) =>
  tar([
    { name: `${name}/first`, body: noise },
    ...Array.from({ length: 300 }, (_, n) => ({ name: `${name}/${n}`, body: `${name}${n}` })),
    { name: `${name}/last`, body: noise.subarray(0, (2 << 20) + i) },
  ]),
);
/** Each layer is compressed once for all tests. */
const compressed = new WeakMap<Uint8Array, Buffer>();
function gzip(bytes: Uint8Array): Buffer {
  const known = compressed.get(bytes) ?? zlib.gzipSync(bytes, { level: 1 });
  compressed.set(bytes, known);
  return known;
}
const uncompressed = once(() => filesOf({}));

async function filesOf(options: ArchiveOptions, limits: Partial<Limits> = {}) {
  const path = folder.write('image.tar', dockerArchive(layers, options));
  const image = await openImage(`docker-archive:${path}`, { limits });
  try {
    const files: string[] = [];
    const read = (f: LayerFile) => void files.push(`${f.layer} ${f.path} ${digest(f.bytes)}`);
    await image.scan([{ wants: () => Number.POSITIVE_INFINITY, read }], { verifyDigests: true });
    return files;
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

/** How many threads run. */
function threadCount(): number {
  return process.getActiveResourcesInfo().filter((kind) => /Worker|MessagePort/.test(kind)).length;
}

describe('a layer inflated in a thread', () => {
  const twoMembers = (bytes: Uint8Array) =>
    Buffer.concat([gzip(bytes.subarray(0, 1 << 20)), gzip(bytes.subarray(1 << 20))]);
  const padded = (bytes: Uint8Array) => Buffer.concat([gzip(bytes), Buffer.alloc(99)]);
  test.each([
    ['gzip', gzip],
    ['gzip in two members', twoMembers],
    ['gzip with zeros after its end', padded],
  ])('gives the same files as the uncompressed layer: %s', async (_, stored) => {
    const before = threadCount();
    expect(await filesOf({ stored })).toEqual(await uncompressed());
    expect(threadCount()).toBe(before);
  });

  const zstd = 'zstdCompressSync' in zlib ? zlib.zstdCompressSync : undefined;
  (zstd ? test : test.skip)(
    'gives the same files as the uncompressed layer: zstd in two frames',
    async () => {
      const compress = zstd ?? gzip;
      const stored = (bytes: Uint8Array) =>
        Buffer.concat([compress(bytes.subarray(0, 1 << 20)), compress(bytes.subarray(1 << 20))]);
      expect(await filesOf({ stored })).toEqual(await uncompressed());
    },
  );

  (zstd ? test : test.skip)('causes an error for a zstd layer that is cut short', async () => {
    const stored = (bytes: Uint8Array) => (zstd ?? gzip)(bytes).subarray(0, -1000);
    await expect(filesOf({ stored })).rejects.toMatchObject({
      message: expect.stringContaining('zstd data is damaged or cut short'),
    });
  });

  const damaged: [string, (bytes: Uint8Array) => Uint8Array, Partial<Limits>, string][] = [
    [
      'that is cut short',
      (bytes) => gzip(bytes).subarray(0, 4_500_000),
      {},
      'gzip data is damaged or cut short',
    ],
    [
      'that is damaged',
      (bytes) => Buffer.from(gzip(bytes)).fill(0xff, 4_500_000, 4_500_400),
      {},
      'gzip data is damaged or cut short',
    ],
    [
      'with other content',
      (bytes) => gzip(Buffer.from(bytes).fill(1, 600, 700)),
      {},
      'uncompressed: its digest is',
    ],
    [
      'with garbage after its end',
      (bytes) => Buffer.concat([gzip(bytes), Buffer.from('garbage')]),
      {},
      'gzip data is damaged or cut short',
    ],
    [
      'that is too large',
      gzip,
      { inflatedBytes: 6 << 20 },
      'the image inflates to more than 6291456 bytes',
    ],
    [
      'that inflates to too many times its size',
      gzip,
      { ratio: 0.5, ratioFrom: 0 },
      'more than 0.5 times its size',
    ],
  ];
  test.each(damaged)('causes an error for a layer %s', async (_, stored, limits, message) => {
    const before = threadCount();
    await expect(filesOf({ stored }, limits)).rejects.toMatchObject({
      kind: 'incomplete',
      message: expect.stringContaining(message),
    });
    expect(threadCount()).toBe(before);
  });

  it('ends when a reader throws', async () => {
    const before = threadCount();
    const path = folder.write('image.tar', dockerArchive(layers, { stored: gzip }));
    const image = await openImage(path);
    const read = () => {
      expect(threadCount()).toBeGreaterThan(before);
      throw new Error('enough');
    };
    await expect(image.scan([{ wants: () => 1, read }])).rejects.toThrow('enough');
    expect(threadCount()).toBe(before);
    await image.close();
  });
});

describe('inflateThreads', () => {
  const stored = gzip(randomBytes(20 << 20));
  const path = folder.write('stored', stored);

  async function runTwice(program?: string, stopAfter = Number.POSITIVE_INFINITY) {
    const threads = inflateThreads(program);
    const descriptor = openSync(path, 'r');
    const job: InflateJob = { descriptor, offset: 0, size: stored.length, compression: 'gzip' };
    try {
      for (let run = 0; run < 2; run++) {
        let length = 0;
        let end: InflateEnd | undefined;
        const pieces = threads.run({ ...job, storedHash: 'sha256' }, (result) => {
          end = result;
        });
        for await (const { bytes } of pieces) {
          length += bytes.length;
          if (length >= stopAfter) break;
        }
        if (run === 1) return { length, end };
      }
    } finally {
      closeSync(descriptor);
      await threads.close();
    }
    return undefined;
  }

  it('runs one job after another, and hashes the stored bytes', async () => {
    const end = { status: 'done', storedHash: digest(stored) };
    expect(await runTwice()).toEqual({ length: 20 << 20, end });
  });

  it('can stop in the middle of a job and run another', async () => {
    expect(await runTwice(undefined, 2 << 20)).toEqual({ length: 2 << 20, end: undefined });
  });

  it('reports a thread that dies as a failed job', async () => {
    for (const program of ['process.exit(7)', 'throw new Error("oh")'])
      expect(await runTwice(program)).toMatchObject({
        length: 0,
        end: {
          status: 'failed',
          why: expect.stringContaining('the thread that inflates it ended'),
        },
      });
  });

  it('reports a file that cannot be read', async () => {
    const threads = inflateThreads();
    const ends: InflateEnd[] = [];
    const job: InflateJob = { descriptor: 999_999, offset: 0, size: 9, compression: 'gzip' };
    for await (const _ of threads.run(job, (ended) => ends.push(ended)));
    expect(ends).toEqual([{ status: 'failed', why: expect.stringContaining('EBADF') }]);
    await threads.close();
  });
});
