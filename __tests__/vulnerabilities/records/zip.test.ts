import { describe, expect, test } from '@jest/globals';
import { below, record, row } from '../fixtures.js';
import { find, folderOf, ids, npm, problems } from '../sources/dumps.js';
import { zip } from '../sources/zips.js';

describe('a zip', () => {
  const original = zip({ 'A.json': npm('A'), 'B.json': npm('B') });
  const changed = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(original);
    change(bytes);
    return folderOf({ 'npm/all.zip': bytes });
  };
  const end = original.length - 22;
  const directory = original.readUInt32LE(end + 16);

  test('that declares fewer members than it has is damaged', async () => {
    const found = await find(
      changed((bytes) => {
        bytes.writeUInt16LE(1, end + 8);
        bytes.writeUInt16LE(1, end + 10);
      }),
    );
    expect(ids(found)).toEqual(['A']);
    expect(problems(found)).toEqual([expect.stringMatching(/more members than it declares/)]);
  });

  test.each([
    ['the central directory', directory + 46 + 2],
    ['the local header', 30 + 2],
  ])('with another member name in %s reports the member', async (_, at) => {
    const found = await find(changed((bytes) => void bytes.write('jsoN', at)));
    expect(ids(found)).toEqual(['B']);
    expect(problems(found)).toEqual([expect.stringMatching(/A\.json.*two names/)]);
  });

  test('may have names with other folders, because nothing is written', async () => {
    const names = { '../../A.json': npm('A'), '/etc/B.json': npm('B'), 'c\\C.json': npm('C') };
    const found = await find(folderOf({ 'npm/all.zip': zip(names) }));
    expect(ids(found)).toEqual(['A', 'B', 'C']);
  });

  test('with a stored member of a wrong size loses only that member', async () => {
    const found = await find(changed((bytes) => void bytes.writeUInt16LE(0, directory + 10)));
    expect(ids(found)).toEqual(['B']);
    expect(problems(found)).toEqual([expect.stringMatching(/A\.json/)]);
  });

  const other = { 'PyPI/G.json': JSON.stringify(record('G', [row('PyPI', 'y', below('2'))])) };

  test.each([
    ['is truncated', zip({ 'A.json': npm('A') }).subarray(0, 60), /npm.*all\.zip/],
    ['is not a zip', Buffer.from('hello'), /npm.*all\.zip/],
    ['is empty', Buffer.alloc(0), /npm.*all\.zip/],
  ])('that %s is a problem of its ecosystem only', async (_, bytes, message) => {
    const found = await find(folderOf({ ...other, 'npm/all.zip': bytes }));
    expect(ids(found)).toEqual(['G']);
    expect(problems(found)).toEqual([expect.stringMatching(message)]);
  });

  test('with a member with a wrong checksum loses only that member', async () => {
    const bytes = zip({ 'A.json': npm('A'), 'B.json': npm('B') });
    // The checksum of the first entry of the directory.
    const at = bytes.indexOf('PK\x01\x02', 0, 'latin1') + 16;
    bytes.writeUInt32LE((bytes.readUInt32LE(at) ^ 1) >>> 0, at);
    const found = await find(folderOf({ ...other, 'npm/all.zip': bytes }));
    expect(ids(found)).toEqual(['B', 'G']);
    expect(problems(found)).toEqual(['Record A.json of npm: its checksum is wrong']);
  });

  test('with a member that decompresses to more than it declares loses only that member', async () => {
    const bytes = zip({ 'A.json': Buffer.alloc(40 << 20, 0x20), 'B.json': npm('B') });
    const at = bytes.indexOf('PK\x01\x02', 0, 'latin1') + 24;
    bytes.writeUInt32LE(100, at);
    const found = await find(folderOf({ ...other, 'npm/all.zip': bytes }));
    expect(ids(found)).toEqual(['B', 'G']);
    expect(problems(found)).toEqual([expect.stringContaining('A.json of npm')]);
  });

  test('that decompresses to far more than its size is rejected', async () => {
    const bomb: Record<string, Buffer> = {};
    for (let i = 0; i < 6; i++) bomb[`${i}.json`] = Buffer.alloc(15 << 20, 0x20);
    const found = await find(folderOf({ ...other, 'npm/all.zip': zip(bomb) }));
    expect(ids(found)).toEqual(['G']);
    expect(problems(found).join()).toContain('200 times');
  });
});
