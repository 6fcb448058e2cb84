import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { Limits } from '../../src/image/limits.js';
import { openImage } from '../../src/image/open.js';
import { PortsideError } from '../../src/lib/errors.js';
import {
  configOf,
  dockerArchive,
  dockerMembers,
  pax,
  readAll,
  type TarMember,
  tar,
  temporaryFolder,
} from './build-tar.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let count = 0;

/** Reads all files of an image: their number, or the error. */
async function outcome(
  bytes: Uint8Array,
  limits: Partial<Limits> = {},
): Promise<number | PortsideError> {
  const path = folder.write(`${count++ % 8}.tar`, bytes);
  try {
    const image = await openImage(`docker-archive:${path}`, { limits });
    try {
      return (await readAll(image, ['etc/os-release'], true)).files.length;
    } finally {
      await image.close();
    }
  } catch (error) {
    if (error instanceof PortsideError) return error;
    throw error;
  }
}

const layer = tar([
  { name: 'etc/', type: '5' },
  { name: 'etc/os-release', body: 'ID=x' },
]);
const config = configOf([layer]).toString();
const manifest = (value: unknown): TarMember => ({
  name: 'manifest.json',
  body: JSON.stringify(value),
});
const entry = { Config: 'c.json', RepoTags: null, Layers: ['l'] };
const others = { config: { name: 'c.json', body: config }, layer: { name: 'l', body: layer } };

describe('openImage rejects an archive that is not a valid image', () => {
  const table: [string, Uint8Array, string][] = [
    ['empty', Buffer.alloc(0), 'no manifest.json, no index.json'],
    ['text', Buffer.from('hello world\n'.repeat(100)), 'checksum'],
    ['a tar of something else', tar([{ name: 'a' }]), 'no manifest.json, no index.json'],
    ['an empty manifest', tar([manifest([])]), 'lists no image'],
    ['a manifest that is an object', tar([manifest({})]), 'lists no image'],
    ['a manifest that is not JSON', tar([{ name: 'manifest.json', body: '[{' }]), 'not JSON'],
    [
      'a manifest of the wrong types',
      tar([manifest([{ Config: 5, Layers: 'x' }])]),
      'configuration',
    ],
    [
      'an archive without the configuration',
      tar([manifest([entry]), others.layer]),
      'c.json is missing',
    ],
    [
      'an empty configuration',
      tar([manifest([entry]), { name: 'c.json' }, others.layer]),
      'not JSON',
    ],
    [
      'a configuration of other layers',
      tar([manifest([entry]), { name: 'c.json', body: '{}' }, others.layer]),
      '0 layers',
    ],
    [
      'an archive without a layer',
      tar([manifest([entry]), others.config]),
      'is not in the archive',
    ],
    [
      'a layer that links to itself',
      tar([manifest([entry]), others.config, { name: 'l', type: '2', link: 'l' }]),
      'is not in the archive',
    ],
    [
      'a layer outside of the archive',
      tar([manifest([{ ...entry, Layers: ['../../../../etc/passwd'] }]), others.config]),
      'is not in the archive',
    ],
    ['a layer that is not a tar', dockerArchive([Buffer.from('x'.repeat(2000))]), 'checksum'],
    [
      'a layer in bzip2',
      dockerArchive([layer], { stored: () => Buffer.from('BZh91AY&SY') }),
      'bzip2',
    ],
    [
      'damaged gzip',
      dockerArchive([layer], { stored: () => gzipSync(layer).fill(0xff, 20, 40) }),
      'gzip data is damaged',
    ],
    [
      'gzip that is cut short',
      dockerArchive([layer], { stored: () => gzipSync(layer).subarray(0, 60) }),
      'gzip data is damaged',
    ],
    [
      'damaged zstd',
      dockerArchive([layer], { stored: () => Buffer.from('28b52ffdffffffffffff', 'hex') }),
      'zstd data is damaged',
    ],
    [
      'a configuration that does not have its digest',
      tar([
        ...dockerMembers([layer]).map((m) =>
          String(m.name).endsWith('.json') && m.name !== 'manifest.json'
            ? { ...m, body: `${config} ` }
            : m,
        ),
      ]),
      'digest',
    ],
    [
      'deeply nested JSON',
      tar([{ name: 'manifest.json', body: '['.repeat(100_000) }]),
      'nested deeper',
    ],
    [
      'JSON with many brackets in a string',
      tar([
        manifest([entry]),
        { name: 'c.json', body: JSON.stringify({ a: '['.repeat(1000) }) },
        others.layer,
      ]),
      '0 layers',
    ],
  ];
  test.each(table)('%s', async (_, bytes, message) => {
    const result = await outcome(bytes);
    expect(result).toMatchObject({ kind: 'incomplete' });
    expect(String(result)).toContain(message);
  });
});

describe('openImage and scan enforce a limit on', () => {
  const zeros = tar([{ name: 'z', body: Buffer.alloc(8 << 20) }]);
  const many = tar(Array.from({ length: 200 }, (_, i) => ({ name: `f${i}` })));
  const bomb = dockerArchive([zeros], { stored: (layer) => gzipSync(layer) });
  const table: [string, Uint8Array, Partial<Limits>, string][] = [
    ['inflated bytes', bomb, { inflatedBytes: 1 << 20 }, 'inflates to more than 1048576 bytes'],
    ['the ratio of inflation', bomb, { ratioFrom: 1 << 20 }, 'inflates to more than 300 times'],
    [
      'inflated bytes of a whole archive',
      gzipSync(dockerArchive([zeros])),
      { inflatedBytes: 1 << 20 },
      'inflates to more than',
    ],
    ['members', dockerArchive([many]), { entries: 100 }, 'more than 100 members'],
    [
      'members of all layers together',
      dockerArchive([many, many]),
      { entries: 300 },
      'more than 300 members',
    ],
    [
      'folders that only a path contains',
      dockerArchive([
        tar(
          Array.from({ length: 20 }, (_, i) => [
            pax({ path: `${i}/${'a/'.repeat(500)}f` }),
            { name: 'x' },
          ]).flat(),
        ),
      ]),
      { entries: 5000 },
      'more than 5000 files and folders',
    ],
    [
      'folders that only a link target contains',
      dockerArchive([
        tar(
          Array.from({ length: 20 }, (_, i) => [
            pax({ linkpath: `${i}/${'a/'.repeat(500)}` }),
            { name: `l${i}`, type: '2' },
          ]).flat(),
        ),
        tar(Array.from({ length: 20 }, (_, i) => ({ name: `l${i}/x` }))),
      ]),
      { entries: 5000 },
      'more than 5000 files and folders',
    ],
    ['names', dockerArchive([many]), { nameCharacters: 500 }, 'more than 500 characters'],
    [
      'link targets',
      dockerArchive([tar([{ name: 'l', type: '2', link: 'x'.repeat(90) }])]),
      { nameCharacters: 50 },
      'more than 50 characters',
    ],
    [
      'bytes of one file',
      dockerArchive([zeros]),
      { fileBytes: 1 << 20 },
      'more than the limit of 1048576',
    ],
    [
      'a sparse file of 8 GB',
      dockerArchive([
        tar([
          pax({ 'GNU.sparse.size': '8589934592', 'GNU.sparse.map': '0,1' }),
          { name: 's', body: 'x' },
        ]),
      ]),
      {},
      'more than the limit of',
    ],
    ['layers', dockerArchive([layer, layer]), { layers: 1 }, 'more than 1 layers'],
    ['bytes of JSON', dockerArchive([layer]), { jsonBytes: 100 }, 'larger than 100 bytes'],
  ];
  test.each(table)('%s', async (_, bytes, limits, message) => {
    const result = await outcome(bytes, limits);
    expect(result).toMatchObject({ code: 'PSE4503' });
    expect(String(result)).toContain(message);
  });
});

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
      const seen: number[] = [];
      const reader = {
        wants: () => Number.POSITIVE_INFINITY,
        read: async (f: { layer: number }) => {
          seen.push(f.layer);
          if (seen.length % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
        },
      };
      await image.scan([reader]);
      expect(seen).toHaveLength(351);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
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

describe('openImage and scan return an image or throw a PortsideError for a valid archive', () => {
  const valid = dockerArchive(
    [
      tar([
        pax({ path: 'usr/lib/os-release' }),
        { name: 'x', body: 'ID=x' },
        { name: 'etc/os-release', type: '2', link: '../usr/lib/os-release' },
        { name: 'h', type: '1', link: 'usr/lib/os-release' },
      ]),
      tar([{ name: 'etc/.wh.os-release' }, { name: 'a', body: 'x'.repeat(600) }]),
    ],
    { history: [{ created_by: 'RUN x' }, { created_by: 'RUN y' }] },
  );
  const packed = dockerArchive([layer, layer], { stored: (layer) => gzipSync(layer) });

  test.each([
    ['uncompressed', valid],
    ['with gzip layers', packed],
  ])('that is cut short at any place: %s', async (_, archive) => {
    for (let length = 0; length < archive.length - 1024; length += 173) {
      const result = await outcome(archive.subarray(0, length));
      if (length < archive.length - 1024 - 512) expect(result).toBeInstanceOf(PortsideError);
    }
  });

  it('with changed bytes', async () => {
    const change = fc.record({
      at: fc.nat(valid.length - 1),
      to: fc.integer({ min: 0, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(change, { minLength: 1, maxLength: 8 }),
        async (zipped, changes) => {
          const bytes = Buffer.from(zipped ? packed : valid);
          for (const { at, to } of changes) bytes[at % bytes.length] = to;
          const result = await outcome(bytes);
          expect(typeof result === 'number' || result instanceof PortsideError).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
