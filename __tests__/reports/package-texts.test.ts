import { describe, expect, it } from '@jest/globals';
import { groupByPackage } from '../../src/reports/package-groups.js';
import {
  advisoryPage,
  groupTitle,
  packageFix,
  vulnerabilityTitle,
} from '../../src/reports/package-texts.js';
import { vulnerabilityFacts } from '../../src/reports/vulnerability-facts.js';
import { type FindingParts, vulnerability } from './sample.js';

describe('what to do about a package', () => {
  const BASE: FindingParts = { origin: { kind: 'base-image', image: 'node:20' } };

  it.each<[string, readonly FindingParts[]]>([
    ['Update to 1.1', [{}]],
    ['Update to 1.1 (fixes 1 of 2)', [{}, { details: { fixed: null } }]],
    ['Use a newer base image with 1.1', [BASE]],
    ['No fix yet', [{ details: { fixed: null } }]],
    ['Will not be fixed', [{ details: { fixed: null, state: 'will-not-fix' } }]],
    ['Remove it', [{ check: 'malware', details: { fixed: null } }]],
    [
      'Update to 1-a, 1-b, 1-c …',
      ['1-a', '1-b', '1-c', '1-d'].map((fixed) => ({ details: { fixed } })),
    ],
  ])('%s', (expected, parts) => {
    const findings = parts.map((one, i) => vulnerability(`CVE-2026-${i}`, 'curl', one));
    expect(groupByPackage(findings, new Map()).map(packageFix)).toEqual([expected]);
  });
});

it.each([
  ['', ['', 'b']],
  ['a', ['a']],
  ['a, and 2 more', ['a', 'b', '']],
])('the title of several vulnerabilities: %j', (expected, summaries) => {
  const findings = summaries.map((summary, i) =>
    vulnerability(`CVE-2026-${i}`, 'curl', { details: { summary } }),
  );
  expect(groupByPackage(findings, new Map()).map(groupTitle)).toEqual([expected]);
});

describe('the title of a vulnerability', () => {
  const titleOf = (summary: string | null) =>
    vulnerabilityTitle(
      vulnerabilityFacts(vulnerability('CVE-1', 'curl', { details: { summary } }), new Map()),
    );

  it.each([
    ['Curl before 8.1: heap overflow', 'heap overflow'],
    ['curl: heap overflow', 'heap overflow'],
    ['curl is vulnerable', 'curl is vulnerable'],
    [null, ''],
    [`${'word '.repeat(22)}end. Incomprehensible text`, `${'word '.repeat(22)}end…`],
  ])('of %j is %j', (summary, expected) => {
    expect(titleOf(summary)).toBe(expected);
  });
});

it.each([
  ['CVE-2026-1234', 'https://osv.dev/vulnerability/CVE-2026-1234'],
  ['GHSA-p6mc-m468-83gw', 'https://osv.dev/vulnerability/GHSA-p6mc-m468-83gw'],
  ['end-of-life', undefined],
  ['CVE-2026-1/../x', undefined],
])('the page of %s is %s', (id, expected) => {
  expect(advisoryPage(id)).toBe(expected);
});
