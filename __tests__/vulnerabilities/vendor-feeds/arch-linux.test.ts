import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRecord } from '../../../src/vulnerabilities/record.js';
import { archLinux } from '../../../src/vulnerabilities/vendor-feeds/arch-linux.js';
import { NOW } from '../../now.js';
import { linesOf, readFeed } from './read-feed.js';

const group = (more: object = {}) => ({
  name: 'AVG-1',
  packages: ['curl', 'lib32-curl'],
  status: 'Fixed',
  severity: 'High',
  type: 'multiple issues',
  affected: '8.0.0-1',
  fixed: '8.0.1-1',
  issues: ['CVE-2026-4001', 'CVE-2026-4002'],
  advisories: ['ASA-202601-1'],
  ...more,
});
const read = (...groups: readonly unknown[]) => readFeed(archLinux, JSON.stringify(groups));

it('a group is a record about its CVEs, with a row for each package', async () => {
  const { records, problems } = await read(group());
  expect(problems).toEqual([]);
  expect(linesOf(records)).toEqual([
    'AVG-1 [CVE-2026-4001 CVE-2026-4002] Arch Linux curl <8.0.1-1',
    'AVG-1 [CVE-2026-4001 CVE-2026-4002] Arch Linux lib32-curl <8.0.1-1',
  ]);
  expect(records).toMatchObject([
    { summary: 'multiple issues', database_specific: { severity: 'High' } },
  ]);
});

it.each([
  ['Vulnerable', null, 'all'],
  ['Vulnerable', '', 'all'],
  ['Unknown', null, 'all'],
  ['Testing', '8.0.1-1', '<8.0.1-1'],
  ['Not affected', null, 'none'],
])(
  'a group with the status %s and the fix %j is about the versions: %s',
  async (status, fixed, versions) => {
    const { records } = await read(group({ status, fixed, packages: ['curl'], issues: [] }));
    expect(linesOf(records)).toEqual([`AVG-1 [] Arch Linux curl ${versions}`]);
  },
);

it.each([
  [group({ name: 1 }), 'a group has no valid name'],
  [group({ name: 'AVG-1\u001b[2J' }), 'a group has no valid name'],
  ['text', 'a group has no valid name'],
  [null, 'a group has no valid name'],
  [group({ packages: ['a b'] }), 'group AVG-1 has a package without a valid name'],
  [group({ packages: [] }), 'group AVG-1 has a package without a valid name'],
  [group({ packages: 'curl' }), 'group AVG-1 has a package without a valid name'],
  [group({ fixed: 8, packages: ['curl'] }), 'group AVG-1 has no valid fixed version'],
  [
    group({ fixed: 'x'.repeat(1 << 20), packages: ['curl'] }),
    'group AVG-1 has no valid fixed version',
  ],
])('the hostile group %# is a problem and does not hide the others', async (hostile, why) => {
  const { records, problems } = await read(hostile, group({ name: 'AVG-2', packages: ['good'] }));
  expect(problems).toEqual([why]);
  expect(linesOf(records)).toEqual([
    'AVG-2 [CVE-2026-4001 CVE-2026-4002] Arch Linux good <8.0.1-1',
  ]);
});

it.each([
  ['', 'it is empty'],
  ['[{"name":', 'it is not JSON'],
  ['{}', 'it is no list of vulnerability groups'],
  ['null', 'it is no list of vulnerability groups'],
  ['<html>', 'it is not JSON'],
])('the content %j is refused: %s', async (content, why) => {
  await expect(readFeed(archLinux, content)).rejects.toThrow(why);
});

it('gives valid records for any groups', async () => {
  const value = fc.oneof(
    fc.constantFrom('curl', '1-1', null, 'Not affected', 'CVE-2026-1', 'AVG-7'),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const any = fc.record(
    {
      name: value,
      packages: fc.oneof(value, fc.array(value)),
      status: value,
      fixed: value,
      issues: fc.array(value),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(any, { maxLength: 4 }), async (groups) => {
      for (const record of (await read(...groups)).records)
        expect(readRecord(record, NOW).affected).toHaveLength(record.affected.length);
    }),
  );
});
