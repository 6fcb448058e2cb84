import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  currentTables,
  notesOnAge,
  type Tables,
  useBuiltInTables,
} from '../../../src/releases/tables.js';
import { buildDatabase } from '../../../src/vulnerabilities/database/build.js';
import { databaseFacts, readFacts } from '../../../src/vulnerabilities/database/facts.js';
import { openDatabase } from '../../../src/vulnerabilities/database/open.js';
import { supportOf } from '../../../src/vulnerabilities/end-of-life.js';
import { NOW } from '../../now.js';
import { below, query, record, row, temporaryFolder } from '../fixtures.js';

const now = new Date('2026-11-26T00:00:00Z');
afterAll(useBuiltInTables);
let folder: string;
let manifest: Record<string, unknown>;
beforeAll(async () => {
  const dump = temporaryFolder();
  writeFileSync(join(dump, 'A.json'), JSON.stringify(record('A', [row('npm', 'x', below('2'))])));
  folder = temporaryFolder();
  await buildDatabase([dump], folder, now);
  manifest = JSON.parse(readFileSync(join(folder, 'portside-advisories.json'), 'utf8'));
});

/** The problems of a database with these facts. */
async function problemsWith(facts: unknown): Promise<readonly string[]> {
  writeFileSync(join(folder, 'portside-advisories.json'), JSON.stringify({ ...manifest, facts }));
  const source = await openDatabase(folder, NOW);
  return (await source.find([query('npm/x@1.0.0')])).problems.map(({ message }) => message);
}

/** The tables of a Portside of another day, to whom Debian 99 is known. */
const tablesOf = (day: string, row = '99/future:2027-01-01'): Tables => ({
  lifetimes: { day, rows: new Map([['debian', row]]) },
  officialTags: { day, rows: new Map([['debian', '99|99.1 . -slim']]) },
});

test('a database has the tables of the Portside that built it', () => {
  const tables = readFacts(manifest.facts, '2026-11-26');
  expect(tables).toEqual(currentTables());
});

test('a database costs less than 40 KB for its tables', () => {
  expect(JSON.stringify(manifest.facts).length).toBeLessThan(40_000);
});

describe('facts that cannot be used', () => {
  const good = databaseFacts(tablesOf('2026-11-01'));
  const changed = (more: object) => ({ ...good, lifetimes: { ...good.lifetimes, ...more } });
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`p${i}`, '1']));
  test.each<[string, unknown, string]>([
    ['not an object', 'x', 'they are damaged'],
    ['null', null, 'they are damaged'],
    ['without tables', { digest: good.digest }, 'they are damaged'],
    ['a table that is a list', { ...good, lifetimes: [] }, 'they are damaged'],
    ['no rows', changed({ rows: {} }), 'they are damaged'],
    ['too many rows', changed({ rows: many }), 'they are damaged'],
    ['a huge row', changed({ rows: { debian: '1'.repeat(1 << 20) } }), 'damaged at debian'],
    ['a row that is an object', changed({ rows: { debian: {} } }), 'damaged at debian'],
    ['a hostile row', changed({ rows: { debian: '1\n::error::' } }), 'damaged at debian'],
    ['a hostile name', changed({ rows: { '../../x y': '1' } }), 'damaged at ../../x y'],
    ['no day', changed({ day: 20_261_101 }), 'they have no day'],
    ['a day that is none', changed({ day: '2026-02-30' }), 'they have no day'],
    ['a day in the future', databaseFacts(tablesOf('2999-01-01')), 'which is in the future'],
    ['another digest', changed({ day: '2026-11-02' }), 'their digest is wrong'],
  ])('%s: the reason is a problem, and the tables stay', async (_, facts, reason) => {
    const before = currentTables();
    expect(await problemsWith(facts)).toEqual([expect.stringContaining(reason)]);
    expect(currentTables()).toEqual(before);
  });
});

test('a database of an older Portside has no facts, which is no problem', async () => {
  expect(await problemsWith(undefined)).toEqual([]);
});

test('older tables of a database are not used', async () => {
  expect(await problemsWith(databaseFacts(tablesOf('2020-01-01')))).toEqual([]);
  expect(supportOf({ id: 'debian', version: '99' }, now)).toBeUndefined();
});

// The last one, since newer tables stay for the rest of the run.
test('newer tables of a database are used, and their age counts', async () => {
  const old = new Date(Date.parse(currentTables().lifetimes.day) + 181 * 86_400_000);
  expect(notesOnAge(['lifetimes', 'officialTags'], old)).toEqual([
    expect.stringMatching(/^The dates of the ends of life that Portside knows are 181 days old\. /),
    expect.stringMatching(/^The tags of official images that Portside knows are 184 days old\. /),
  ]);
  expect(notesOnAge(['lifetimes'], old, 361)).toHaveLength(1);
  expect(notesOnAge(['lifetimes'], old, 362)).toEqual([]);
  expect(await problemsWith(databaseFacts(tablesOf('2026-11-20')))).toEqual([]);
  expect(supportOf({ id: 'debian', version: '99' }, now)).toMatchObject({
    release: 'debian 99',
    until: '2027-01-01',
  });
  expect(notesOnAge(['lifetimes', 'officialTags'], old)).toEqual([]);
});
