import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRecord } from '../../../src/vulnerabilities/record.js';
import { photon } from '../../../src/vulnerabilities/vendor-feeds/photon.js';
import { NOW } from '../../now.js';
import { linesOf, readFeed } from './read-feed.js';

const entry = (more: object = {}) => ({
  cve_id: 'CVE-2026-5001',
  pkg: 'curl',
  cve_score: 7.5,
  aff_ver: 'all versions before 8.1.0-2.ph5 are vulnerable',
  res_ver: '8.1.0-2.ph5',
  ...more,
});
const read = (...entries: readonly unknown[]) => readFeed(photon, JSON.stringify(entries), '5.0');

it.each([
  [{}, '<8.1.0-2.ph5'],
  [{ res_ver: 'NA' }, 'all'],
  [{ res_ver: 'NA', aff_ver: 'NA', status: 'Not Affected' }, 'none'],
  [{ status: 'Not Affected' }, 'none'],
  [{ status: 'Fixed' }, '<8.1.0-2.ph5'],
])('an entry with %j is about the versions: %s', async (more, versions) => {
  const { records, problems } = await read(entry(more));
  expect(problems).toEqual([]);
  expect(linesOf(records)).toEqual([
    `PHOTON-CVE-2026-5001-curl [CVE-2026-5001] Photon OS:5.0 curl ${versions}`,
  ]);
});

it.each([
  [9.8, 'critical'],
  [7.5, 'high'],
  [3, 'low'],
  [0, undefined],
  [null, undefined],
  ['7', undefined],
  [99, undefined],
])('the score %j is the severity %s', async (cve_score, severity) => {
  const { records } = await read(entry({ cve_score }));
  expect(records.map((one) => one.database_specific?.severity)).toEqual([severity]);
});

it.each([{ cve_id: '' }, { cve_id: 'UNK-12' }, { cve_id: 'Re' }, { res_ver: 'NA', aff_ver: 'NA' }])(
  'a placeholder says nothing: %j',
  async (more) => {
    expect(await read(entry(more))).toEqual({ records: [], problems: [] });
  },
);

it.each([
  [entry({ cve_id: 1 }), 'an entry has no valid id'],
  [entry({ cve_id: 'CVE-2026-1\n' }), 'an entry has no valid id'],
  [null, 'an entry has no valid id'],
  [entry({ pkg: '' }), 'CVE-2026-5001 has a package without a valid name'],
  [entry({ pkg: 'x'.repeat(1 << 20) }), 'CVE-2026-5001 has a package without a valid name'],
  [entry({ res_ver: '1 or 2' }), 'CVE-2026-5001 has no valid fixed version of curl'],
])('the hostile entry %# is a problem and does not hide the others', async (hostile, why) => {
  const { records, problems } = await read(hostile, entry({ pkg: 'good' }));
  expect(problems).toEqual([why]);
  expect(records.map(({ id }) => id)).toEqual(['PHOTON-CVE-2026-5001-good']);
});

it.each([
  ['', 'it is empty'],
  ['[', 'it is not JSON'],
  ['{}', 'it is no list of CVEs'],
])('the content %j is refused: %s', async (content, why) => {
  await expect(readFeed(photon, content, '5.0')).rejects.toThrow(why);
});

it('has a file for a release with two numbers', () => {
  expect(photon.files('5.0').map(({ name }) => name)).toEqual(['photon-5.0-cve.json']);
  for (const release of [undefined, '5', '5.0/..', 'dev'])
    expect(photon.files(release)).toEqual([]);
});

it('gives valid records for any entries', async () => {
  const value = fc.oneof(fc.constantFrom('curl', 'NA', 'CVE-2026-1', '1-1.ph5'), fc.jsonValue());
  const any = fc.record({
    cve_id: value,
    pkg: value,
    res_ver: value,
    aff_ver: value,
    status: value,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(any, { maxLength: 4 }), async (entries) => {
      for (const record of (await read(...entries)).records)
        expect(readRecord(record, NOW).affected).toHaveLength(1);
    }),
  );
});
