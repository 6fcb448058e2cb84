import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRecord } from '../../../src/vulnerabilities/record.js';
import { alpineSecdb } from '../../../src/vulnerabilities/vendor-feeds/alpine-secdb.js';
import { NOW } from '../../now.js';
import { linesOf, readFeed } from './read-feed.js';

const secdb = (packages: unknown, more: object = {}) =>
  JSON.stringify({ distroversion: 'v3.20', reponame: 'main', packages, ...more });
const fixes = (name: string, secfixes: unknown) => ({ pkg: { name, secfixes } });
const read = (packages: unknown) => readFeed(alpineSecdb, secdb(packages), 'v3.20');

describe('a secdb file', () => {
  it('has a record for each vulnerability, with the packages that fix it', async () => {
    const { records, problems } = await read([
      fixes('openssl', { '3.0.1-r0': ['CVE-2026-1001', 'CVE-2026-1002'] }),
      fixes('libressl', { '3.9.0-r1': ['CVE-2026-1002'] }),
    ]);
    expect(linesOf(records)).toEqual([
      'ALPINE-CVE-2026-1001 [CVE-2026-1001] Alpine:v3.20 openssl <3.0.1-r0',
      'ALPINE-CVE-2026-1002 [CVE-2026-1002] Alpine:v3.20 openssl <3.0.1-r0',
      'ALPINE-CVE-2026-1002 [CVE-2026-1002] Alpine:v3.20 libressl <3.9.0-r1',
    ]);
    expect(problems).toEqual([]);
  });

  it('says with the version 0 that a package is not affected, also where it names a fix', async () => {
    const { records } = await read([
      fixes('zlib', { 0: ['CVE-2026-1003'], '1.3-r0': ['CVE-2026-1003'] }),
    ]);
    expect(linesOf(records)).toEqual([
      'ALPINE-CVE-2026-1003 [CVE-2026-1003] Alpine:v3.20 zlib none',
    ]);
  });

  it('fixes a vulnerability with the last of several versions', async () => {
    const { records } = await read([
      fixes('expat', { '2.6.0-r0': ['CVE-2026-1004'], '2.6.1-r0': ['CVE-2026-1004'] }),
    ]);
    expect(linesOf(records)).toEqual([
      'ALPINE-CVE-2026-1004 [CVE-2026-1004] Alpine:v3.20 expat <2.6.0-r0 or <2.6.1-r0',
    ]);
  });

  it.each([
    ['CVE-2026-1005 XSA-900', ['CVE-2026-1005']],
    ['CVE-2026-1005 CVE-2026-1006', ['CVE-2026-1005', 'CVE-2026-1006']],
    ['CVE-2026-1005 (+ regression fix)', ['CVE-2026-1005']],
    ['CVE_2026-1005', ['CVE-2026-1005']],
    ['GHSA-aaaa-bbbb-cccc', ['GHSA-aaaa-bbbb-cccc']],
    ['XSA-900', ['XSA-900']],
    ['something else', []],
  ])('names in the entry "%s" %j', async (entry, ids) => {
    const { records } = await read([fixes('xen', { '4.18-r0': [entry] })]);
    expect(records.flatMap(({ upstream }) => upstream)).toEqual(ids);
  });

  it('may have no packages, and packages without fixes', async () => {
    expect(await read(null)).toEqual({ records: [], problems: [] });
    expect(await read([fixes('a', []), fixes('b', {}), fixes('c', { '1-r0': {} })])).toEqual({
      records: [],
      problems: [],
    });
  });
});

describe('a file that is no secdb', () => {
  it.each([
    ['', 'it is empty'],
    ['{"packages": [', 'it is not JSON'],
    ['[]', 'it has no list of packages'],
    ['{"packages": "x"}', 'it has no list of packages'],
    ['{"packages": {}, "distroversion": "v3.20"}', 'it has no list of packages'],
    ['{"packages": [], "distroversion": "v3.19"}', 'it is about Alpine "v3.19"'],
  ])('%s is refused: %s', async (content, why) => {
    await expect(readFeed(alpineSecdb, content, 'v3.20')).rejects.toThrow(why);
  });

  it('is refused if it is not UTF-8', async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x7d]);
    await expect(readFeed(alpineSecdb, bytes, 'v3.20')).rejects.toThrow('it is not UTF-8');
  });
});

it.each([
  [fixes('a b', { '1-r0': ['CVE-2026-1'] }), 'a package has no valid name'],
  [fixes('\u001b[31m', { '1-r0': ['CVE-2026-1'] }), 'a package has no valid name'],
  [fixes('x'.repeat(1 << 20), {}), 'a package has no valid name'],
  ['text', 'a package has no valid name'],
  [fixes('a', 'text'), 'package a has no valid fixes'],
  [fixes('a', { '1 or 2': ['CVE-2026-1'] }), 'package a has a fix without a valid version'],
  [fixes('a', { unknown: ['CVE-2026-1'] }), 'package a has a fix without a valid version'],
])('the hostile entry %# is a problem and does not hide the others', async (entry, why) => {
  const { records, problems } = await read([entry, fixes('good', { '1-r0': ['CVE-2026-1007'] })]);
  expect(problems).toEqual([why]);
  expect(linesOf(records)).toEqual([
    'ALPINE-CVE-2026-1007 [CVE-2026-1007] Alpine:v3.20 good <1-r0',
  ]);
});

it('has files for every release and for edge, and for nothing else', () => {
  const names = (release?: string) => alpineSecdb.files(release).map(({ name }) => name);
  expect(names('v3.20')).toEqual(['alpine-v3.20-main.json', 'alpine-v3.20-community.json']);
  expect(names('edge')).toEqual(['alpine-edge-main.json', 'alpine-edge-community.json']);
  for (const release of [undefined, 'v2.7', '3.20', 'v3.20/../x', ''])
    expect(names(release)).toEqual([]);
});

it('gives valid records for any JSON', async () => {
  const names = fc.constantFrom('pkg', 'name', 'secfixes', '0', '1-r0', '__proto__');
  const anything = fc.letrec((tie) => ({
    value: fc.oneof(
      fc.constantFrom('CVE-2026-1', 'CVE-2026-1 XSA-1', null, 1, ''),
      fc.string(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(names, tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  await fc.assert(
    fc.asyncProperty(fc.array(anything, { maxLength: 5 }), async (packages) => {
      const { records } = await read(packages);
      for (const record of records)
        expect(readRecord(record, NOW).affected).toHaveLength(record.affected.length);
    }),
  );
});
