import { expect, test } from '@jest/globals';
import { findingsOf, grype, grypeMatch, PURL, readReport, trivy, trivyEntry } from './reports.js';

test('a trivy report has findings with its ratings and references', async () => {
  expect(await findingsOf(trivy(trivyEntry))).toMatchObject([
    {
      rule: 'CVE-2026-1',
      aliases: ['DSA-1-1'],
      severity: 'high',
      message:
        'libssl3 3.0.1-1 is affected by CVE-2026-1: openssl: a bad thing; fixed in 3.0.2-1 (reported by trivy)',
      subject: { purl: PURL },
      details: {
        fixed: '3.0.2-1',
        cvss: { score: 7.5 },
        references: ['https://example.com/1'],
        sources: ['trivy'],
      },
    },
  ]);
});

test('a grype report has findings with EPSS and known exploitation', async () => {
  expect(await findingsOf(grype(grypeMatch))).toMatchObject([
    {
      rule: 'CVE-2026-2',
      aliases: ['GHSA-1'],
      severity: 'critical',
      subject: { purl: 'pkg:npm/x@1.0.0', path: 'app/package.json' },
      details: {
        fixed: '1.2.0',
        cvss: { version: '3.1', score: 9.8 },
        exploited: true,
        epss: 0.5,
        sources: ['grype'],
      },
    },
  ]);
});

test('invalid entries are ignored, control characters are removed', async () => {
  const hostile = {
    ...trivyEntry,
    VulnerabilityID: 'CVE-1](x)\n',
    PkgName: 'a\n::error::',
    Title: 7,
    CVSS: 'x',
    PkgIdentifier: [],
  };
  const found = await findingsOf(trivy({}, { VulnerabilityID: 'CVE-1' }, hostile));
  expect(found).toHaveLength(1);
  expect(found[0]?.rule).toBe('CVE-1__x_');
  expect(found[0]?.message).not.toContain('\n');
  expect(
    await findingsOf(grype({}, { vulnerability: 5 }, { vulnerability: {}, artifact: {} })),
  ).toEqual([]);
});

test.each([
  [trivy(trivyEntry), undefined],
  [
    {
      SchemaVersion: 2,
      Results: [
        { Target: 'a', Class: 'secret', Secrets: [{ RuleID: 'aws' }, {}] },
        { Target: 'b', Misconfigurations: [{ ID: 'DS002', Status: 'FAIL' }, { Status: 'PASS' }] },
        { Target: 'c', Licenses: [{ Name: 'GPL-3.0' }], Vulnerabilities: [null, {}] },
      ],
    },
    '2 secrets, 1 misconfiguration, 1 license, 2 entries without an id or a package',
  ],
  [grype(grypeMatch, { vulnerability: 5 }), '1 entry without an id or a package'],
])('what is not merged is counted: %#', async (json, leftOut) => {
  expect((await readReport(json)).leftOut).toBe(leftOut);
});

test.each(['hello', '[]', '{}', '{"SchemaVersion":1}', '{"matches":[]}'])(
  '%s is rejected',
  async (text) => {
    await expect(findingsOf(text)).rejects.toMatchObject({ code: 'PSE6006' });
  },
);
