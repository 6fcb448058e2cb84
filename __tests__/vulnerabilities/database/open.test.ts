import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildDatabase } from '../../../src/vulnerabilities/database/build.js';
import { decodeAdvisory, encodeAdvisory } from '../../../src/vulnerabilities/database/codec.js';
import { MANIFEST_FILE } from '../../../src/vulnerabilities/database/format.js';
import { readDatabaseManifest } from '../../../src/vulnerabilities/database/manifest.js';
import { isDatabase, openDatabase } from '../../../src/vulnerabilities/database/open.js';
import { inspectVulnerabilities } from '../../../src/vulnerabilities/inspect.js';
import { indexAdvisories, match } from '../../../src/vulnerabilities/match.js';
import type { Advisory } from '../../../src/vulnerabilities/record.js';
import { openDump } from '../../../src/vulnerabilities/sources/dump.js';
import {
  advisory,
  below,
  pkg,
  query,
  quietHost,
  record,
  row,
  temporaryFolder,
} from '../fixtures.js';
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

async function matches(path: string) {
  const source = (await isDatabase(path)) ? await openDatabase(path) : await openDump(path);
  const { advisories } = await source.find(queries);
  const index = indexAdvisories(advisories);
  return queries.map((asked) =>
    match(asked, index)
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
  test('answers as the dump that it is built from', async () => {
    const answers = await matches(database);
    expect(answers).toEqual(await matches(dump));
    expect(answers.flat().length).toBeGreaterThan(200);
  });

  test('says what it holds and of when it is', async () => {
    const { built, ecosystems } = await readDatabaseManifest(database);
    expect(built).toBe('2026-02-03T04:05:06.000Z');
    expect(ecosystems.npm).toMatchObject({
      records: 1500,
      modified: '2026-01-01T00:00:00Z',
      releases: [],
    });
    expect(ecosystems.Debian).toMatchObject({ records: 1, releases: ['12'] });
  });

  test('holds nothing that was withdrawn', async () => {
    const { advisories } = await (await openDatabase(database)).find([
      query('npm/package-1@1.0.0'),
    ]);
    expect(advisories.map(({ id }) => id)).not.toContain('WITHDRAWN');
  });

  test('is far smaller than the zip that it is built from', async () => {
    const { ecosystems } = await readDatabaseManifest(database);
    const { size } = statSync(join(dump, 'npm', 'all.zip'));
    expect(ecosystems.npm?.size).toBeLessThan(size / 5);
  });

  test('reads the records of wanted names only', async () => {
    const { advisories } = await (await openDatabase(database)).find([
      query('npm/package-7@1.0.0'),
    ]);
    expect(new Set(advisories.flatMap(({ affected }) => affected.map(({ name }) => name)))).toEqual(
      new Set(['package-7']),
    );
  });

  test('has no answer for an ecosystem that it does not hold', async () => {
    const found = await (await openDatabase(database)).find([query('pypi/x@1')]);
    expect(found).toMatchObject({ advisories: [], problems: [] });
    expect(found.coverage.ecosystems?.has('PyPI')).toBe(false);
  });
});

describe('a damaged database', () => {
  /** A copy with one change. */
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
      'its header has one bit wrong',
      (bytes: Buffer) => void bytes.writeUInt8((bytes[10] ?? 0) ^ 1, 10),
      /digest/,
    ],
    [
      'a block has one bit wrong',
      (bytes: Buffer) => void bytes.writeUInt8((bytes.at(-9) ?? 0) ^ 1, bytes.length - 9),
      /digest of a block/,
    ],
    ['a file is cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 20), /cut short/],
    ['a file is empty', () => Buffer.alloc(0), /cut short/],
  ])('where %s is a problem of that ecosystem alone', async (_, change, message) => {
    const folder = damaged(({ npm }) => change(npm) ?? npm);
    const asked = [...queries, query('deb/debian/openssl@3.0?distro=debian-12')];
    const found = await (await openDatabase(folder)).find(asked);
    expect(found.problems).toEqual([{ message: expect.stringMatching(/npm/) }]);
    expect(found.problems[0]?.message).toMatch(message);
    expect(found.advisories.map(({ id }) => id)).toEqual(['DSA-1']);
  });

  /** A copy whose header says something else, and whose digests are right all the same. */
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
    ['records past the last', everyName('0-9007199254740991'), {}, /its index is damaged/],
    ['records without end', everyName('0-Infinity'), {}, /its index is damaged/],
    ['one record past the last', everyName('5000000'), {}, /its index is damaged/],
    ['a record that is no number', everyName('x'), {}, /its index is damaged/],
    ['records that there are not', everyName('0-99999999'), { records: 1e8 }, /record is damaged/],
    ['fewer lists of records than names', (h) => (h.records = '0'), {}, /its index is damaged/],
    ['names that are no text', (h) => (h.names = ['x']), {}, /its index is damaged/],
    ['no blocks', (h) => (h.blocks = []), {}, /its table of blocks is damaged/],
    ['blocks that are none', (h) => (h.blocks = [{}]), {}, /its table of blocks is damaged/],
    [
      'a later beginning',
      ofBlocks((r, i) => void r.splice(1, 1, i + 7)),
      {},
      /table of blocks is damaged/,
    ],
    ['no order', ofBlocks((r) => (r[1] = 0)), {}, /its table of blocks is damaged/],
    ['a negative length', ofBlocks((r) => (r[0] = -1)), {}, /its table of blocks is damaged/],
    ['a length of exabytes', ofBlocks((r) => (r[0] = 2 ** 52)), {}, /cut short/],
    ['digests that are empty', ofBlocks((r) => (r[2] = '')), {}, /digest of a block is wrong/],
    ['fewer records than it has', () => {}, { records: -1 }, /damaged/],
  ] as readonly [string, (header: Record<string, unknown>) => unknown, object, RegExp][])(
    'whose header has %s is a problem, not a miss',
    async (_, change, more, message) => {
      const { advisories, problems } = await (await openDatabase(withHeader(change, more))).find(
        queries,
      );
      expect(problems).toEqual([{ message: expect.stringMatching(message) }]);
      expect(advisories).toEqual([]);
    },
  );

  test('cut anywhere is a problem and no other answer', async () => {
    for (let percent = 0; percent < 100; percent += 5) {
      const folder = damaged(({ npm }) => npm.subarray(0, (npm.length * percent) / 100));
      const { advisories, problems } = await (await openDatabase(folder)).find(queries);
      expect([percent, advisories.length, problems.length]).toEqual([percent, 0, 1]);
    }
  });

  test('with any bit wrong is a problem, or answers as before', async () => {
    const whole = (await (await openDatabase(database)).find(queries)).advisories.length;
    const anywhere = fc.nat({ max: readFileSync(join(database, 'npm.advisories')).length - 1 });
    await fc.assert(
      fc.asyncProperty(anywhere, fc.nat({ max: 7 }), async (at, bit) => {
        const folder = damaged(({ npm }) => {
          npm.writeUInt8(npm.readUInt8(at) ^ (1 << bit), at);
          return npm;
        });
        const { advisories, problems } = await (await openDatabase(folder)).find(queries);
        expect(problems.length === 1 || advisories.length === whole).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test.each([
    ['of another version', { schema: 'portside-advisories/99' }],
    ['without a date', { built: 5 }],
    ['without ecosystems', { ecosystems: [] }],
    [
      'that leads out of its folder',
      {
        ecosystems: {
          npm: { file: '../../etc/passwd', digest: 'x', size: 9, header: 1, records: 1 },
        },
      },
    ],
  ])('%s is refused', async (_, change) => {
    const folder = damaged(({ manifest }) => void Object.assign(manifest, change));
    await expect(openDatabase(folder)).rejects.toMatchObject({
      name: 'PortsideError',
      kind: 'incomplete',
    });
  });

  test('whose manifest is no JSON is refused', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, MANIFEST_FILE), 'hello');
    await expect(openDatabase(folder)).rejects.toThrow(/hello|JSON/);
  });
});

/** What its getters give as well. */
function plain(advisory: Advisory | undefined) {
  if (!advisory) return undefined;
  const { id, modified, withdrawn, aliases, upstream, related, summary } = advisory;
  const { severity, rating, affected, references } = advisory;
  const ids = { id, modified, withdrawn, aliases, upstream, related };
  return { ...ids, summary, severity, rating, affected, references };
}

test('findings by a database are those by its dump, ratings and all', async () => {
  const dump = temporaryFolder();
  const rated = (id: string, type: string, score: string, more: object = {}) =>
    record(id, [row('npm', 'x', below('2.0.0'))], {
      severity: [{ type, score }],
      published: '2026-01-05T06:07:08Z',
      summary: `Wei\u00dfe \ud83d\ude00 ${id}`,
      ...more,
    });
  const records = [
    rated('A', 'CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'),
    rated('B', 'CVSS_V4', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N'),
    rated('C', 'CVSS_V2', 'AV:N/AC:L/Au:N/C:P/I:P/A:P'),
    rated('D', 'CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N'),
    rated('E', 'CVSS_V3', 'CVSS:3.1/AV:N'),
    rated('F', 'CVSS_V3', 'high', { database_specific: { severity: 'HIGH' } }),
    record('G', [
      row('Ubuntu:22.04:LTS', 'y', below('2'), { severity: [{ type: 'Ubuntu', score: 'low' }] }),
    ]),
  ];
  for (const one of records) writeFileSync(join(dump, `${one.id}.json`), JSON.stringify(one));
  const folder = temporaryFolder();
  await buildDatabase([dump], folder, now);
  const packages = [pkg('npm/x@1.0.0'), pkg('deb/ubuntu/y@1?distro=ubuntu-22.04')];
  const by = async (advisories: string) => {
    const options = { advisories, offline: true, now };
    return inspectVulnerabilities(packages, undefined, options, quietHost());
  };
  const [fromDump, fromDatabase] = [await by(dump), await by(folder)];
  expect(fromDatabase.findings).toEqual(fromDump.findings);
  expect(Object.fromEntries(fromDump.findings.map((f) => [f.rule, f.severity]))).toEqual({
    A: 'critical',
    B: 'medium',
    C: 'high',
    D: 'info',
    E: 'medium',
    F: 'high',
    G: 'low',
  });
});

describe('a line of a database', () => {
  const rows = '["A",[0,"x",[["0"]]],["12","y",[["0"]]]]';
  const decode = (line: string) => decodeAdvisory(line, 'npm', (name) => name === 'x');

  test.each(['{{{', '', 'null', '5', '["[[[["', '['.repeat(100_000)])(
    'whose rest is %s still counts, by its id',
    (rest) => {
      const found = decode(`${rows}\t${rest}`);
      expect(found).toMatchObject({ id: 'A', affected: [{ name: 'x' }] });
      expect(plain(found)).toMatchObject({ aliases: [], severity: [], summary: undefined });
    },
  );

  test.each(['', '\t', '{}\t[]', '[5]\t[]', '[\t]', rows])('%s is damaged', (line) => {
    expect(() => decode(line)).toThrow();
  });

  test('none of whose rows is wanted is no record', () => {
    expect(decodeAdvisory(`${rows}\t[]`, 'npm', () => false)).toBeUndefined();
  });
});

describe('ecosystems and names that records make up', () => {
  test('do not hide what others say', async () => {
    const dump = temporaryFolder();
    const records = [
      record('A', [row('npm', 'a\nb', below('2.0.0'))]),
      record('B', [row('npm', 'x', below('2.0.0'))]),
      record('C', [row('Red/Hat', 'x', below('2')), row('../Red Hat', 'x', below('2'))]),
      record('D', [row('Red Hat:enterprise_linux:9::baseos', 'x', below('0:2-1'))]),
      record('E', [row('RED HAT', 'x', below('2')), row('__proto__', 'x', below('2'))]),
    ];
    for (const one of records) writeFileSync(join(dump, `${one.id}.json`), JSON.stringify(one));
    const folder = temporaryFolder();
    await buildDatabase([dump], folder, now);
    const asked = [query('npm/x@1.0.0'), query('rpm/redhat/x@1-1?distro=rhel-9')];
    const { advisories, problems } = await (await openDatabase(folder)).find(asked);
    expect(problems).toEqual([]);
    expect(advisories.map(({ id }) => id).sort()).toEqual(['B', 'D']);
  });
});

test('a record comes out of its short form as it went in', () => {
  const id = fc.constantFrom('CVE-2024-1234', 'DEBIAN-CVE-2024-1234', 'GHSA-a-b', 'X', 'USN-1-1');
  const version = fc.constantFrom('0', '1.0', '+1', '-2', '=3', '~');
  const event = fc.record({
    kind: fc.constantFrom('introduced' as const, 'fixed' as const, 'last_affected' as const),
    version,
  });
  const vector = fc.record({
    type: fc.constantFrom('CVSS_V3', 'Ubuntu'),
    score: fc.constantFrom('high', 'x'),
  });
  const ids = fc.array(id, { maxLength: 3 });
  const rows = fc.record({
    ecosystem: fc.constantFrom('npm', 'Debian'),
    release: fc.constantFrom(undefined, '12', 'Pro:22.04:LTS'),
    name: fc.string({ minLength: 1 }),
    ranges: fc.array(fc.record({ events: fc.array(event, { maxLength: 4 }) }), { maxLength: 3 }),
    versions: fc.array(version),
    urgency: fc.constantFrom(undefined, 'low'),
    severity: fc.array(vector, { maxLength: 2 }),
  });
  fc.assert(
    fc.property(
      id,
      ids,
      ids,
      fc.array(rows, { maxLength: 3 }),
      fc.array(vector, { maxLength: 2 }),
      (own, aliases, upstream, affected, severity) => {
        const before = {
          ...advisory(own, []),
          aliases,
          upstream,
          affected,
          severity,
          modified: undefined,
          rating: undefined,
        };
        const line = encodeAdvisory(before, () => undefined);
        expect(line).toMatch(/^[\x20-\x7e]*\t[\x20-\x7e]*$/);
        for (const ecosystem of ['npm', 'Debian']) {
          const rows = affected.filter((one) => one.ecosystem === ecosystem);
          const only = encodeAdvisory({ ...before, affected: rows }, () => undefined);
          const after = decodeAdvisory(only, ecosystem, () => true);
          if (rows.length === 0) expect(after).toBeUndefined();
          else expect(plain(after)).toEqual({ ...before, affected: rows, related: [] });
        }
      },
    ),
  );
});
