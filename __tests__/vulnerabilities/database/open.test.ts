import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildDatabase } from '../../../src/vulnerabilities/database/build.js';
import { MANIFEST_FILE } from '../../../src/vulnerabilities/database/format.js';
import { readDatabaseManifest } from '../../../src/vulnerabilities/database/manifest.js';
import { isDatabase, openDatabase } from '../../../src/vulnerabilities/database/open.js';
import { indexAdvisories, matchAdvisories } from '../../../src/vulnerabilities/match.js';
import { openDump } from '../../../src/vulnerabilities/records/dump.js';
import { NOW } from '../../now.js';
import { below, query, record, row, temporaryFolder } from '../fixtures.js';
import { zip } from '../sources/zips.js';

const now = new Date('2026-02-03T04:05:06Z');
const names = Array.from({ length: 40 }, (_, i) => `package-${i}`);
const queries = names.map((name, i) => query(`npm/${name}@${i % 7}.1.0`));

let [dump, database] = ['', ''];

beforeAll(async () => {
  dump = temporaryFolder();
  database = join(temporaryFolder(), 'db');
  mkdirSync(join(dump, 'npm'));
  mkdirSync(join(dump, 'Debian'));
  // Enough text for several blocks.
  const files: Record<string, string> = { 'bad.json': '{' };
  for (let i = 0; i < 1500; i++) {
    const name = names[i % names.length] ?? '';
    const more = {
      aliases: [`CVE-2026-${i}`],
      summary: `Vulnerability ${i} `.repeat(12).trim(),
      references: [{ url: `https://example.com/${i}` }],
    };
    const events = [{ introduced: `${i % 5}.0.0` }, { fixed: `${(i % 5) + 1}.${i % 3}.0` }];
    files[`A-${i}.json`] = JSON.stringify(
      record(
        `GHSA-${i}`,
        [row('npm', name, events, { versions: ['0.0.1', `${i % 5}.0.0`] })],
        more,
      ),
    );
  }
  writeFileSync(
    join(dump, 'Debian', 'D.json'),
    JSON.stringify(
      record(
        'DSA-1',
        [row('Debian:12', 'openssl', below('3.1'), { ecosystem_specific: { urgency: 'low' } })],
        { upstream: ['CVE-2026-1'] },
      ),
    ),
  );
  files['W.json'] = JSON.stringify(
    record('WITHDRAWN', [row('npm', 'package-1', below('99.0.0'))], {
      withdrawn: '2026-01-01T00:00:00Z',
    }),
  );
  writeFileSync(join(dump, 'npm', 'all.zip'), zip(files));
  const { problems } = await buildDatabase([dump], database, now);
  expect(problems).toEqual([expect.stringContaining('bad.json')]);
}, 60_000);

/** The matches of all queries with a database or dump. */
async function matchesWith(path: string) {
  const source = (await isDatabase(path))
    ? await openDatabase(path, NOW)
    : await openDump(path, NOW);
  const { advisories } = await source.find(queries);
  const index = indexAdvisories(advisories);
  return queries.map((asked) =>
    matchAdvisories(asked, index)
      .map(({ advisory: { id, aliases, summary, references }, fixed }) => ({
        id,
        aliases,
        summary,
        references,
        fixed,
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
}

describe('a built database', () => {
  test('has the same matches as the dump', async () => {
    const matches = await matchesWith(database);
    expect(matches).toEqual(await matchesWith(dump));
    expect(matches.flat().length).toBeGreaterThan(200);
  });

  test('has a manifest with its date, records and releases', async () => {
    const { built, ecosystems } = await readDatabaseManifest(database);
    expect(built).toBe('2026-02-03T04:05:06.000Z');
    expect(ecosystems.npm).toMatchObject({
      records: 1500,
      modified: '2026-01-01T00:00:00Z',
      releases: [],
    });
    expect(ecosystems.Debian).toMatchObject({ records: 1, releases: ['12'] });
  });

  test('has no withdrawn records', async () => {
    const { advisories } = await (await openDatabase(database, NOW)).find([
      query('npm/package-1@1.0.0'),
    ]);
    expect(advisories.map(({ id }) => id)).not.toContain('WITHDRAWN');
  });

  test('is at least five times smaller than the zip', async () => {
    const { ecosystems } = await readDatabaseManifest(database);
    const { size } = statSync(join(dump, 'npm', 'all.zip'));
    expect(ecosystems.npm?.size).toBeLessThan(size / 5);
  });

  test('returns the records of wanted packages only', async () => {
    const { advisories } = await (await openDatabase(database, NOW)).find([
      query('npm/package-7@1.0.0'),
    ]);
    expect(new Set(advisories.flatMap(({ affected }) => affected.map(({ name }) => name)))).toEqual(
      new Set(['package-7']),
    );
  });

  test('does not cover an ecosystem that it does not have', async () => {
    const found = await (await openDatabase(database, NOW)).find([query('pypi/x@1')]);
    expect(found).toMatchObject({ advisories: [], problems: [] });
    expect(found.coverage.ecosystems?.has('PyPI')).toBe(false);
  });
});

describe('a damaged database', () => {
  /** A copy of the database with one change. */
  function damaged(
    change: (files: { manifest: Record<string, unknown>; npm: Buffer }) => Buffer | undefined,
  ): string {
    const folder = temporaryFolder();
    const manifest: Record<string, unknown> = JSON.parse(
      readFileSync(join(database, MANIFEST_FILE), 'utf8'),
    );
    const npm = readFileSync(join(database, 'npm.advisories'));
    const bytes = change({ manifest, npm }) ?? npm;
    writeFileSync(join(folder, MANIFEST_FILE), JSON.stringify(manifest));
    writeFileSync(join(folder, 'npm.advisories'), bytes);
    writeFileSync(
      join(folder, 'Debian.advisories'),
      readFileSync(join(database, 'Debian.advisories')),
    );
    return folder;
  }

  test.each([
    [
      'one bit of its header is wrong',
      (bytes: Buffer) => void bytes.writeUInt8((bytes[10] ?? 0) ^ 1, 10),
      /digest/,
    ],
    [
      'one bit of a block is wrong',
      (bytes: Buffer) => void bytes.writeUInt8((bytes.at(-9) ?? 0) ^ 1, bytes.length - 9),
      /digest of a block/,
    ],
    ['a file is truncated', (bytes: Buffer) => bytes.subarray(0, bytes.length - 20), /truncated/],
    ['a file is empty', () => Buffer.alloc(0), /truncated/],
  ])('has a problem for that ecosystem only when %s', async (_, change, message) => {
    const folder = damaged(({ npm }) => change(npm) ?? npm);
    const asked = [...queries, query('deb/debian/openssl@3.0?distro=debian-12')];
    const found = await (await openDatabase(folder, NOW)).find(asked);
    expect(found.problems).toEqual([{ message: expect.stringMatching(/npm/) }]);
    expect(found.problems[0]?.message).toMatch(message);
    expect(found.advisories.map(({ id }) => id)).toEqual(['DSA-1']);
  });

  /** A copy with a changed header and correct digests. */
  function withHeader(
    change: (header: Record<string, unknown>) => void,
    more: object = {},
  ): string {
    return damaged(({ manifest, npm }) => {
      const { npm: entry } = manifest.ecosystems as Record<string, Record<string, number | string>>;
      if (!entry) throw new Error('no npm');
      const old = Number(entry.header);
      const header = JSON.parse(brotliDecompressSync(npm.subarray(0, old)).toString('utf8'));
      change(header);
      const packed = brotliCompressSync(Buffer.from(JSON.stringify(header)));
      entry.size = Number(entry.size) - old + packed.length;
      entry.header = packed.length;
      entry.digest = `sha256:${createHash('sha256').update(packed).digest('hex')}`;
      Object.assign(entry, more);
      return Buffer.concat([packed, npm.subarray(old)]);
    });
  }

  const everyName = (records: string) => (header: Record<string, unknown>) => {
    header.records = String(header.records).split('\n').fill(records).join('\n');
  };
  const ofBlocks = (change: (row: unknown[], i: number) => void) => (h: Record<string, unknown>) =>
    (h.blocks as unknown[][]).forEach(change);

  test.each([
    ['record numbers beyond the last', everyName('0-9007199254740991'), {}, /its index is damaged/],
    ['infinite record numbers', everyName('0-Infinity'), {}, /its index is damaged/],
    ['one record number beyond the last', everyName('5000000'), {}, /its index is damaged/],
    ['a record number that is not a number', everyName('x'), {}, /its index is damaged/],
    ['records that do not exist', everyName('0-99999999'), { records: 1e8 }, /record is damaged/],
    ['fewer lists of records than names', (h) => (h.records = '0'), {}, /its index is damaged/],
    ['names that are not a string', (h) => (h.names = ['x']), {}, /its index is damaged/],
    ['no blocks', (h) => (h.blocks = []), {}, /its table of blocks is damaged/],
    ['blocks that are not arrays', (h) => (h.blocks = [{}]), {}, /its table of blocks is damaged/],
    [
      'blocks that start too late',
      ofBlocks((r, i) => void r.splice(1, 1, i + 7)),
      {},
      /table of blocks is damaged/,
    ],
    ['unordered blocks', ofBlocks((r) => (r[1] = 0)), {}, /its table of blocks is damaged/],
    ['a negative block length', ofBlocks((r) => (r[0] = -1)), {}, /its table of blocks is damaged/],
    ['a block length of petabytes', ofBlocks((r) => (r[0] = 2 ** 52)), {}, /truncated/],
    ['empty digests', ofBlocks((r) => (r[2] = '')), {}, /digest of a block is wrong/],
    ['a negative number of records', () => {}, { records: -1 }, /damaged/],
  ] as readonly [string, (header: Record<string, unknown>) => unknown, object, RegExp][])(
    'with %s in its header is a problem, and not an empty result',
    async (_, change, more, message) => {
      const { advisories, problems } = await (
        await openDatabase(withHeader(change, more), NOW)
      ).find(queries);
      expect(problems).toEqual([{ message: expect.stringMatching(message) }]);
      expect(advisories).toEqual([]);
    },
  );

  test('truncated at any byte is a problem and has no results', async () => {
    for (let percent = 0; percent < 100; percent += 5) {
      const folder = damaged(({ npm }) => npm.subarray(0, (npm.length * percent) / 100));
      const { advisories, problems } = await (await openDatabase(folder, NOW)).find(queries);
      expect([percent, advisories.length, problems.length]).toEqual([percent, 0, 1]);
    }
  });

  test('with any wrong bit is a problem, or has the same results', async () => {
    const undamaged = (await (await openDatabase(database, NOW)).find(queries)).advisories.length;
    const anywhere = fc.nat({ max: readFileSync(join(database, 'npm.advisories')).length - 1 });
    await fc.assert(
      fc.asyncProperty(anywhere, fc.nat({ max: 7 }), async (at, bit) => {
        const folder = damaged(({ npm }) => {
          npm.writeUInt8(npm.readUInt8(at) ^ (1 << bit), at);
          return npm;
        });
        const { advisories, problems } = await (await openDatabase(folder, NOW)).find(queries);
        expect(problems.length === 1 || advisories.length === undamaged).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test.each([
    ['of another format', { schema: 'portside-advisories/99' }],
    ['without a date', { built: 5 }],
    ['without ecosystems', { ecosystems: [] }],
    [
      'with a path outside its folder',
      {
        ecosystems: {
          npm: { file: '../../etc/passwd', digest: 'x', size: 9, header: 1, records: 1 },
        },
      },
    ],
  ])('%s is rejected', async (_, change) => {
    const folder = damaged(({ manifest }) => void Object.assign(manifest, change));
    await expect(openDatabase(folder, NOW)).rejects.toMatchObject({
      code: 'PSE6503',
    });
  });

  test('with a manifest that is not JSON is rejected', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, MANIFEST_FILE), 'hello');
    await expect(openDatabase(folder, NOW)).rejects.toThrow(/hello|JSON/);
  });
});
