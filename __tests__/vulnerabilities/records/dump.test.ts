import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { buildDatabase } from '../../../src/vulnerabilities/database/build.js';
import { MANIFEST_FILE } from '../../../src/vulnerabilities/database/format.js';
import { openDatabase } from '../../../src/vulnerabilities/database/open.js';
import { openDump } from '../../../src/vulnerabilities/records/dump.js';
import { NOW } from '../../now.js';
import { below, query, record, row, temporaryFolder } from '../fixtures.js';
import { find, folderOf, ids, npm, problems, queries } from '../sources/dumps.js';
import { zip } from '../sources/zips.js';

describe('a dump', () => {
  const archive = zip({ 'A.json': npm('A'), 'B.json': npm('B'), 'C.json': npm('C', 'other') });

  test.each([
    ['a folder with a zip for each ecosystem', { 'npm/all.zip': archive }, ''],
    [
      'a folder with a folder of files for each ecosystem',
      { 'npm/A.json': npm('A'), 'npm/B.json': npm('B') },
      '',
    ],
    ['a folder of files', { 'A.json': npm('A'), 'B.json': npm('B'), 'README.md': 'x' }, ''],
    ['one zip', { 'some.zip': archive }, 'some.zip'],
    ['a folder with one zip', { 'all.zip': archive }, ''],
  ])('may be %s', async (_, files, path) => {
    const found = await find(join(folderOf(files), path));
    expect(ids(found)).toEqual(['A', 'B']);
    expect(problems(found)).toEqual([]);
  });

  test.each([
    ['is empty', {}],
    ['has other files', { 'README.md': 'x', 'npm/notes.txt': 'x' }],
  ])('that %s is an error', async (_, files) => {
    await expect(openDump(folderOf(files), NOW)).rejects.toMatchObject({
      code: 'PSE6001',
      message: expect.stringContaining('the folder has no OSV records'),
    });
  });

  test('must exist', async () => {
    await expect(openDump('/no/such/folder', NOW)).rejects.toMatchObject({
      code: 'PSE6001',
    });
  });
});

test('only the ecosystems of the queries are read', async () => {
  const found = await find(folderOf({ 'npm/A.json': npm('A'), 'Maven/all.zip': 'not a zip' }));
  expect(ids(found)).toEqual(['A']);
  expect(problems(found)).toEqual([]);
});

test('coverage has the releases and the newest record of the dump’s own ecosystem', async () => {
  const both = record('A', [row('npm', 'x', below('2')), row('PyPI', 'y', below('2'))]);
  const found = await find(folderOf({ 'npm/A.json': JSON.stringify(both) }));
  expect([...(found.coverage.ecosystems ?? [])]).toEqual([
    ['npm', { records: 1, releases: new Set(), modified: '2026-01-01T00:00:00Z' }],
  ]);
});

test('of two records, coverage has the time of the newer one in any order', async () => {
  const times = ['2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z', '2026-02-01T00:00:00Z'];
  const files = times.map((modified, i) => {
    const text = JSON.stringify({ ...record(`A${i}`, [row('npm', 'x', below('2'))]), modified });
    return [`npm/${i}.json`, text] as const;
  });
  const found = await find(folderOf(Object.fromEntries(files)));
  expect(found.coverage.ecosystems?.get('npm')).toMatchObject({ records: 3, modified: times[1] });
});

test('an ecosystem whose folder has no record of it is covered by no records', async () => {
  const found = await find(folderOf({ 'npm/all.zip': zip({ 'README.md': 'x' }) }));
  expect([...(found.coverage.ecosystems ?? [])]).toEqual([
    ['npm', { records: 0, releases: new Set(), modified: undefined }],
  ]);
});

test('coverage has the releases of the dump’s own ecosystem, or of all when it has none', async () => {
  const debian = record('D', [
    row('Debian:13', 'x', below('2')),
    row('Alpine:v3.22', 'x', below('2')),
  ]);
  const releases = async (path: string) => {
    const files = { [path]: JSON.stringify(debian) };
    const opened = await openDump(folderOf(files), NOW);
    const { coverage } = await opened.find([
      query('deb/debian/x@1', {}, { id: 'debian', version: '13' }),
      ...queries,
    ]);
    return [...(coverage.ecosystems ?? [])].map(([name, found]) => [name, [...found.releases]]);
  };
  expect(await releases('Debian/D.json')).toEqual([['Debian', ['13']]]);
  expect(await releases('D.json')).toEqual([
    ['Debian', ['13']],
    ['Alpine', ['v3.22']],
  ]);
  expect(await releases('npm/D.json')).toEqual([['npm', []]]);
});

describe('files that are not records', () => {
  test('are ignored in a zip, even when they are damaged', async () => {
    const bytes = zip({ 'README.md': 'a readme', 'A.json': npm('A'), 'B.json': npm('B') });
    const damaged = Buffer.from(bytes);
    // Bytes of the content of README.md, which then cannot be decompressed.
    damaged.fill(0xff, 30 + 'README.md'.length, 30 + 'README.md'.length + 4);
    for (const archive of [bytes, damaged]) {
      const found = await find(folderOf({ 'npm/all.zip': archive }));
      expect(ids(found)).toEqual(['A', 'B']);
      expect(problems(found)).toEqual([]);
    }
  });

  test('are ignored in a folder, and so is the catalog of CISA', async () => {
    const catalog = 'known_exploited_vulnerabilities.json';
    const files = { 'A.json': npm('A'), [catalog]: 'x', 'README.md': 'x', 'sub.json/x': 'x' };
    const found = await find(folderOf(files));
    expect(ids(found)).toEqual(['A']);
    expect(problems(found)).toEqual([]);
  });
});

describe('of two versions of one record', () => {
  const version = (modified: string, more: object = {}) =>
    JSON.stringify({ ...record('A', [row('npm', 'x', below('2.0.0'))], more), modified });
  const [old, late] = ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'];

  test.each([
    ['the newer one is used', version(old), version(late, { summary: 'late' }), ['late']],
    [
      'the newer one is used in any order',
      version(late, { summary: 'late' }),
      version(old),
      ['late'],
    ],
    [
      'none is used when the newer one is withdrawn',
      version(old),
      version(late, { withdrawn: late }),
      [],
    ],
    [
      'none is used when one of the same time is withdrawn',
      version(old, { withdrawn: old }),
      version(old),
      [],
    ],
    [
      'the newer one is used when the older one was withdrawn',
      version(old, { withdrawn: old }),
      version(late, { summary: 'late' }),
      ['late'],
    ],
  ])('%s, from a dump and from a database', async (_, first, second, summaries) => {
    const dump = folderOf({
      'npm/1.zip': zip({ 'A.json': first }),
      'npm/2.zip': zip({ 'A.json': second }),
      // A database without any record is not written.
      'PyPI/1.zip': zip({
        'B.json': JSON.stringify(record('B', [row('PyPI', 'unasked', below('2'))])),
      }),
    });
    expect((await find(dump)).advisories.map(({ summary }) => summary)).toEqual(summaries);
    const database = temporaryFolder();
    await buildDatabase([dump], database, NOW);
    const found = await (await openDatabase(database, NOW)).find(queries);
    expect(found.advisories.map(({ summary }) => summary)).toEqual(summaries);
  });
});

test('links to devices are not read, because they have no end', async () => {
  const folder = folderOf({ 'npm/A.json': npm('A') });
  symlinkSync('/dev/zero', join(folder, 'npm', 'B.json'));
  symlinkSync('/dev/zero', join(folder, 'npm', 'all.zip'));
  const found = await find(folder);
  expect(ids(found)).toEqual(['A']);
  expect(problems(found).sort()).toEqual([
    expect.stringMatching(/B\.json.*it is a device, not a file/),
    expect.stringMatching(/all\.zip.*it is a device, not a file/),
  ]);
  const database = temporaryFolder();
  symlinkSync('/dev/zero', join(database, MANIFEST_FILE));
  await expect(openDatabase(join(database, MANIFEST_FILE), NOW)).rejects.toThrow(
    /it is a device, not a file/,
  );
});

test('a link to a missing file affects its record only', async () => {
  const folder = folderOf({ 'npm/A.json': npm('A') });
  symlinkSync('missing', join(folder, 'npm', 'B.json'));
  const found = await find(folder);
  expect(ids(found)).toEqual(['A']);
  expect(problems(found)).toEqual([
    expect.stringMatching(/^Record B\.json of npm: it is a link that leads to no file/),
  ]);
});

test('an unterminated name affects its record only', async () => {
  const unterminated = `{"id":"B","name":"${'x'.repeat(10 << 20)}`;
  const found = await find(folderOf({ 'npm/A.json': npm('A'), 'npm/B.json': unterminated }));
  expect(ids(found)).toEqual(['A']);
  expect(problems(found)).toEqual([expect.stringMatching(/B\.json.*not JSON/)]);
});

test('names with JSON escapes are found', async () => {
  const escaped = npm('A').replace('"x"', '"\\u0078"');
  expect(ids(await find(folderOf({ 'npm/A.json': escaped })))).toEqual(['A']);
});

describe('a damaged record is reported and does not affect others', () => {
  const good = { 'PyPI/G.json': JSON.stringify(record('G', [row('PyPI', 'y', below('2'))])) };

  test.each([
    ['text that mentions a package', 'x is "name": "x", "ecosystem": "npm"'],
    ['text that mentions nothing', 'hello'],
    ['truncated JSON', npm('A').slice(0, -5)],
    ['a list', `[${npm('A')}]`],
  ])('when it is %s', async (_, text) => {
    const found = await find(folderOf({ ...good, 'npm/A.json': text, 'npm/B.json': npm('B') }));
    expect(ids(found)).toEqual(['B', 'G']);
    expect(problems(found)).toEqual([expect.stringMatching(/^Record A\.json of npm: /)]);
  });

  test('when it is larger than 16 MiB', async () => {
    const padded = (bytes: number) => npm('A').padEnd(bytes, ' ');
    const files = { ...good, 'npm/A.json': padded(16 << 20), 'npm/B.json': npm('B') };
    expect(ids(await find(folderOf(files)))).toEqual(['A', 'B', 'G']);
    const found = await find(folderOf({ ...files, 'npm/A.json': padded((16 << 20) + 1) }));
    expect(ids(found)).toEqual(['B', 'G']);
    expect(problems(found)).toEqual(['Record A.json of npm: it is larger than 16 MiB']);
  });

  test('when there are twenty: each of them', async () => {
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`npm/${i}.json`, 'x']));
    const found = await find(folderOf({ ...good, ...files }));
    expect(problems(found)).toHaveLength(20);
    expect(problems(found).join()).not.toContain('more records');
  });

  test('when there are a thousand: the first ones, and the number of the others', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`npm/${i}.json`, 'x']),
    );
    const found = await find(folderOf({ ...good, ...files }));
    expect(found.problems).toHaveLength(21);
    expect(problems(found).at(-1)).toContain('980');
  });
});

describe('what a dump has and is not read', () => {
  test.each([
    ['a record in capital letters', { 'npm/B.JSON': npm('B') }, 'B.JSON'],
    ['a compressed record', { 'npm/B.json.gz': 'x' }, 'B.json.gz'],
    ['a zip in capital letters', { 'npm/ALL.ZIP': 'x' }, 'ALL.ZIP'],
    ['a folder in the folder', { 'npm/more/B.json': npm('B') }, 'more'],
    [
      'a record in capital letters in a zip',
      { 'npm/a.zip': zip({ 'B.JSON': npm('B') }) },
      'B.JSON',
    ],
    [
      'a damaged record',
      { 'npm/B.json': npm('B').replace(/"(SEMVER|ECOSYSTEM)"/, '"FOO"') },
      'B.json',
    ],
  ])('is a problem: %s', async (_, files, name) => {
    const folder = folderOf({ 'npm/A.json': npm('A'), 'PyPI/C.json': '{}', ...files });
    expect(problems(await find(folder))).toEqual([expect.stringContaining(name)]);
    const built = await buildDatabase([folder], temporaryFolder(), new Date('2026-02-03'));
    expect(built.problems.filter((one) => !one.includes('C.json'))).toEqual([
      expect.stringContaining(name),
    ]);
  });
});
