import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Limits } from '../../src/image/limits.js';
import { dockerArchive, pax, tar, temporaryFolder } from './build-tar.js';
import { outcomeOf } from './outcome.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let count = 0;
const outcome = (bytes: Uint8Array, limits?: Partial<Limits>) =>
  outcomeOf(folder.write(`${count++ % 8}.tar`, bytes), limits);

const layer = tar([
  { name: 'etc/', type: '5' },
  { name: 'etc/os-release', body: 'ID=x' },
]);

describe('there is a limit on', () => {
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
