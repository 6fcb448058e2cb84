import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { buildDatabase } from '../../../src/vulnerabilities/database/build.js';
import { MANIFEST_FILE } from '../../../src/vulnerabilities/database/format.js';
import { openDatabase } from '../../../src/vulnerabilities/database/open.js';
import { openDump } from '../../../src/vulnerabilities/sources/dump.js';
import type { SourceResult } from '../../../src/vulnerabilities/sources/source.js';
import { below, query, record, row, temporaryFolder } from '../fixtures.js';
import { zip } from './zips.js';

const npm = (id: string, name = 'x') =>
  JSON.stringify(record(id, [row('npm', name, below('2.0.0'))]));
const asked = [query('npm/x@1.0.0'), query('pypi/y@1')];

/** Writes files below a new folder. */
function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

async function find(path: string): Promise<SourceResult> {
  return (await openDump(path)).find(asked);
}

const ids = (found: SourceResult) => found.advisories.map(({ id }) => id).sort();
const problems = (found: SourceResult) => found.problems.map(({ message }) => message);

describe('a dump is', () => {
  const zipped = zip({ 'A.json': npm('A'), 'B.json': npm('B'), 'C.json': npm('C', 'other') });

  test.each([
    ['a folder of zips by ecosystem', { 'npm/all.zip': zipped }, ''],
    ['a folder of files by ecosystem', { 'npm/A.json': npm('A'), 'npm/B.json': npm('B') }, ''],
    ['a flat folder', { 'A.json': npm('A'), 'B.json': npm('B'), 'README.md': 'x' }, ''],
    ['one zip', { 'some.zip': zipped }, 'some.zip'],
    ['a folder with one zip', { 'all.zip': zipped }, ''],
  ])('%s', async (_, files, path) => {
    const found = await find(join(folderOf(files), path));
    expect(ids(found)).toEqual(['A', 'B']);
    expect(problems(found)).toEqual([]);
  });

  test('not a path that does not exist', async () => {
    await expect(openDump('/no/such/folder')).rejects.toMatchObject({
      name: 'PortsideError',
      kind: 'usage',
    });
  });
});

test('ecosystems that nobody asks about are not read', async () => {
  const found = await find(folderOf({ 'npm/A.json': npm('A'), 'Maven/all.zip': 'no zip at all' }));
  expect(ids(found)).toEqual(['A']);
  expect(problems(found)).toEqual([]);
});

test('coverage names releases and the newest record of the dump’s own ecosystem', async () => {
  const both = record('A', [row('npm', 'x', below('2')), row('PyPI', 'y', below('2'))]);
  const found = await find(folderOf({ 'npm/A.json': JSON.stringify(both) }));
  expect([...(found.coverage.ecosystems ?? [])]).toEqual([
    ['npm', { records: 1, releases: new Set(), modified: '2026-01-01T00:00:00Z' }],
  ]);
});

describe('of several states of one record', () => {
  const state = (modified: string, more: object = {}) =>
    JSON.stringify({ ...record('A', [row('npm', 'x', below('2.0.0'))], more), modified });
  const [old, late] = ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'];

  test.each([
    ['the newest counts', state(old), state(late, { summary: 'late' }), ['late']],
    ['the newest counts wherever it is', state(late, { summary: 'late' }), state(old), ['late']],
    [
      'one that was withdrawn since counts no more',
      state(old),
      state(late, { withdrawn: late }),
      [],
    ],
    ['the withdrawn one of the same time counts', state(old, { withdrawn: old }), state(old), []],
    [
      'one that is back counts again',
      state(old, { withdrawn: old }),
      state(late, { summary: 'late' }),
      ['late'],
    ],
  ])('%s, from the dump and from a database of it', async (_, first, second, summaries) => {
    const dump = folderOf({
      'npm/1.zip': zip({ 'A.json': first }),
      'npm/2.zip': zip({ 'A.json': second }),
    });
    expect((await find(dump)).advisories.map(({ summary }) => summary)).toEqual(summaries);
    const database = temporaryFolder();
    await buildDatabase([dump], database, new Date());
    const found = await (await openDatabase(database)).find(asked);
    expect(found.advisories.map(({ summary }) => summary)).toEqual(summaries);
  });
});

test('links to devices, which have no end, are not read', async () => {
  const folder = folderOf({ 'npm/A.json': npm('A') });
  symlinkSync('/dev/zero', join(folder, 'npm', 'B.json'));
  symlinkSync('/dev/zero', join(folder, 'npm', 'all.zip'));
  const found = await find(folder);
  expect(ids(found)).toEqual(['A']);
  expect(problems(found).sort()).toEqual([
    expect.stringMatching(/B\.json.*no regular file/),
    expect.stringMatching(/all\.zip.*no regular file/),
  ]);
  const database = temporaryFolder();
  symlinkSync('/dev/zero', join(database, MANIFEST_FILE));
  await expect(openDatabase(join(database, MANIFEST_FILE))).rejects.toThrow(/no small file/);
});

test('a name without an end costs its record alone', async () => {
  const endless = `{"id":"B","name":"${'x'.repeat(10 << 20)}`;
  const found = await find(folderOf({ 'npm/A.json': npm('A'), 'npm/B.json': endless }));
  expect(ids(found)).toEqual(['A']);
  expect(problems(found)).toEqual([expect.stringMatching(/B\.json.*not JSON/)]);
});

describe('a zip', () => {
  const whole = zip({ 'A.json': npm('A'), 'B.json': npm('B') });
  const changed = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(whole);
    change(bytes);
    return folderOf({ 'npm/all.zip': bytes });
  };
  const end = whole.length - 22;
  const directory = whole.readUInt32LE(end + 16);

  test('that says to have fewer members than it has is damaged', async () => {
    const found = await find(
      changed((bytes) => {
        bytes.writeUInt16LE(1, end + 8);
        bytes.writeUInt16LE(1, end + 10);
      }),
    );
    expect(ids(found)).toEqual(['A']);
    expect(problems(found)).toEqual([expect.stringMatching(/more members than it says/)]);
  });

  test.each([
    ['its directory', directory + 46 + 2],
    ['the member itself', 30 + 2],
  ])('whose member has another name in %s names it', async (_, at) => {
    const found = await find(changed((bytes) => void bytes.write('jsoN', at)));
    expect(ids(found)).toEqual(['B']);
    expect(problems(found)).toEqual([expect.stringMatching(/A\.json.*two names/)]);
  });

  test('may have names that would lead out of a folder: nothing is written', async () => {
    const names = { '../../A.json': npm('A'), '/etc/B.json': npm('B'), 'c\\C.json': npm('C') };
    const found = await find(folderOf({ 'npm/all.zip': zip(names) }));
    expect(ids(found)).toEqual(['A', 'B', 'C']);
  });

  test('with one stored member of a wrong size loses that one alone', async () => {
    const found = await find(changed((bytes) => void bytes.writeUInt16LE(0, directory + 10)));
    expect(ids(found)).toEqual(['B']);
    expect(problems(found)).toEqual([expect.stringMatching(/A\.json/)]);
  });
});

test('names with escapes are found', async () => {
  const escaped = npm('A').replace('"x"', '"\\u0078"');
  expect(ids(await find(folderOf({ 'npm/A.json': escaped })))).toEqual(['A']);
});

describe('what is damaged is named and leaves the rest', () => {
  const good = { 'PyPI/G.json': JSON.stringify(record('G', [row('PyPI', 'y', below('2'))])) };

  test.each([
    ['a zip cut short', zip({ 'A.json': npm('A') }).subarray(0, 60), /npm.*all\.zip/],
    ['a zip that is none', Buffer.from('hello'), /npm.*all\.zip/],
    ['an empty zip file', Buffer.alloc(0), /npm.*all\.zip/],
  ])('%s', async (_, bytes, message) => {
    const found = await find(folderOf({ ...good, 'npm/all.zip': bytes }));
    expect(ids(found)).toEqual(['G']);
    expect(problems(found)).toEqual([expect.stringMatching(message)]);
  });

  test('a member with a wrong checksum', async () => {
    const bytes = zip({ 'A.json': npm('A'), 'B.json': npm('B') });
    // The checksum of the first entry of the directory.
    const at = bytes.indexOf('PK\x01\x02', 0, 'latin1') + 16;
    bytes.writeUInt32LE((bytes.readUInt32LE(at) ^ 1) >>> 0, at);
    const found = await find(folderOf({ ...good, 'npm/all.zip': bytes }));
    expect(ids(found)).toEqual(['B', 'G']);
    expect(problems(found)).toEqual(['Record A.json of npm: its checksum is wrong']);
  });

  test('a member that unpacks to far more than it says', async () => {
    const bytes = zip({ 'A.json': Buffer.alloc(40 << 20, 0x20), 'B.json': npm('B') });
    const at = bytes.indexOf('PK\x01\x02', 0, 'latin1') + 24;
    bytes.writeUInt32LE(100, at);
    const found = await find(folderOf({ ...good, 'npm/all.zip': bytes }));
    expect(ids(found)).toEqual(['B', 'G']);
    expect(problems(found)).toEqual([expect.stringContaining('A.json of npm')]);
  });

  test('a zip whose members together unpack to far more than its size', async () => {
    const bomb: Record<string, Buffer> = {};
    for (let i = 0; i < 6; i++) bomb[`${i}.json`] = Buffer.alloc(15 << 20, 0x20);
    const found = await find(folderOf({ ...good, 'npm/all.zip': zip(bomb) }));
    expect(ids(found)).toEqual(['G']);
    expect(problems(found).join()).toContain('200 times');
  });

  test.each([
    ['not JSON', 'x is "name": "x", "ecosystem": "npm"'],
    ['no JSON and names nothing', 'hello'],
    ['cut short', npm('A').slice(0, -5)],
    ['a list', `[${npm('A')}]`],
  ])('a record that is %s', async (_, text) => {
    const found = await find(folderOf({ ...good, 'npm/A.json': text, 'npm/B.json': npm('B') }));
    expect(ids(found)).toEqual(['B', 'G']);
    expect(problems(found)).toEqual([expect.stringMatching(/^Record A\.json of npm: /)]);
  });

  test('a thousand bad records, counted', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`npm/${i}.json`, 'x']),
    );
    const found = await find(folderOf({ ...good, ...files }));
    expect(found.problems).toHaveLength(21);
    expect(problems(found).at(-1)).toContain('980');
  });
});
