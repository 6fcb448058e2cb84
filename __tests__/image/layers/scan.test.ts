import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { dockerArchive, sha256, type TarMember, tar, temporaryFolder } from '../build-tar.js';
import { openImage } from '../open-image.js';
import { outcomeOf } from '../outcome.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let count = 0;
const outcome = (bytes: Uint8Array) => outcomeOf(folder.write(`${count++ % 8}.tar`, bytes));

describe('scan', () => {
  it('reports a file above the limit to `incomplete` and reads the rest', async () => {
    const path = folder.write(
      'large.tar',
      dockerArchive([
        tar([
          { name: 'big', body: 'x'.repeat(100) },
          { name: 'small', body: 'y' },
        ]),
      ]),
    );
    const image = await openImage(path, { limits: { fileBytes: 50 } });
    const names: string[] = [];
    const reasons: string[] = [];
    const reader = {
      wants: () => Number.POSITIVE_INFINITY,
      read: (f: { path: string }) => void names.push(f.path),
    };
    const files = await image.scan([reader], {
      incomplete: (error) => reasons.push(error.message),
    });
    expect(names).toEqual(['small']);
    expect(reasons).toEqual([expect.stringContaining('big')]);
    expect(files.get('big')?.size).toBe(100);
    await image.close();
  });

  it('passes all files in the order of the layers, however little the overflow file may hold', async () => {
    const bodies = (prefix: string, n: number) =>
      tar(Array.from({ length: n }, (_, i) => ({ name: `${prefix}${i}`, body: 'x'.repeat(5000) })));
    const layers = [bodies('a', 200), bodies('b', 50), bodies('c', 1), bodies('d', 100)];
    const path = folder.write(
      'waiting.tar',
      dockerArchive(layers, { stored: (layer) => gzipSync(layer) }),
    );
    for (const overflowBytes of [0, 20_000, 1 << 30]) {
      const image = await openImage(path, { limits: { overflowBytes } });
      const order: number[] = [];
      const reader = {
        wants: () => Number.POSITIVE_INFINITY,
        read: async (f: { layer: number }) => {
          order.push(f.layer);
          if (order.length % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
        },
      };
      await image.scan([reader]);
      expect(order).toHaveLength(351);
      expect(order).toEqual([...order].sort((a, b) => a - b));
      await image.close();
    }
  });
});

describe('scan ends for an image that is built to take long', () => {
  it('by whiteouts of full folders in every layer', async () => {
    const files = Array.from({ length: 2000 }, (_, i) => ({ name: `d/e/f${i}` }));
    const churn = tar([
      { name: 'd/.wh.e' },
      { name: '.wh.d' },
      { name: 'd/.wh..wh..opq' },
      ...files,
    ]);
    const result = await outcome(dockerArchive(Array.from({ length: 40 }, () => churn)));
    expect(result).toBe(80_000);
  });

  it('by a file and a folder with the same name in turns', async () => {
    const alternating = Array.from({ length: 3000 }, (_, i): TarMember[] => [
      { name: 'd' },
      { name: `d/${i}` },
    ]).flat();
    expect(await outcome(dockerArchive([tar(alternating)]))).toBe(6000);
  });

  it('by links that lead through each other', async () => {
    const chain = Array.from({ length: 500 }, (_, i) => ({
      name: `l${i}`,
      type: '2',
      link: `l${i + 1}/l${i + 1}`,
    }));
    const through = Array.from({ length: 500 }, (_, i) => ({ name: `l${i}/x` }));
    expect(await outcome(dockerArchive([tar(chain), tar(through)]))).toBeDefined();
  });
});

describe('a layer without the blocks of zeros at its end', () => {
  const members = [
    { name: 'a', body: '1' },
    { name: 'b', body: '2' },
  ];
  const complete = tar(members, { end: false });
  // In the padding of a file, after it, and after one block of zeros.
  const ends = [complete.length / 2 - 100, complete.length / 2, complete.length, 2 ** 11 + 512];
  const storages: [string, (layer: Buffer) => Uint8Array][] = [
    ['uncompressed', (layer) => layer],
    ['compressed', (layer) => gzipSync(layer)],
  ];
  const scan = async (layer: Buffer, stored: (layer: Buffer) => Uint8Array, diffID: string) => {
    const path = folder.write(
      `end${count++}.tar`,
      dockerArchive([layer], { stored, diffIDs: [diffID] }),
    );
    const image = await openImage(path);
    const reasons: string[] = [];
    const files = await image.scan([], { incomplete: ({ message }) => reasons.push(message) });
    await image.close();
    return { names: [...files.entries()].map(({ path }) => path), reasons };
  };

  it.each(storages)(
    'is read as container engines do if it has its digest (%s)',
    async (_, stored) => {
      for (const end of ends) {
        const layer = tar(members).subarray(0, end);
        const { names, reasons } = await scan(layer, stored, sha256(layer));
        expect(reasons).toEqual([]);
        expect(names).toEqual(end < complete.length ? ['a'] : ['a', 'b']);
      }
    },
  );

  it.each(storages)('is damaged if it does not have its digest (%s)', async (_, stored) => {
    for (const end of ends) {
      const { reasons } = await scan(tar(members).subarray(0, end), stored, sha256(tar(members)));
      expect(reasons).toEqual([expect.stringContaining('Cannot read layer 0')]);
    }
  });
});
