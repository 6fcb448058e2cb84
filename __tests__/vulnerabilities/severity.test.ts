import { describe, expect, test } from '@jest/globals';
import { indexAdvisories, match } from '../../src/vulnerabilities/match.js';
import type { Advisory } from '../../src/vulnerabilities/record.js';
import { loadScorer, rate, readCvss, severityOfScore } from '../../src/vulnerabilities/severity.js';
import { advisory, below, query, row } from './fixtures.js';

const V2 = 'AV:N/AC:L/Au:N/C:P/I:P/A:P';
const V3 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const V4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N';

test.each([
  [V2, '2.0', 7.5],
  ['CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N', '3.0', 1.8],
  [V3, '3.1', 9.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', '3.1', 6.1],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', '3.1', 0],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', '4.0', 10],
])('%s is a vector of version %s with base score %d', async (vector, version, score) => {
  expect(await readCvss(vector)).toEqual({ vector, version, score });
});

test.each([
  '',
  'high',
  'CVSS:3.1/',
  'CVSS:9.9/AV:N',
  'CVSS:3.1/AV:N/AC:L',
  '7.5',
  'AV:N',
  `${V3}/${'X:Y/'.repeat(999)}`,
])('"%s" is no whole vector', async (vector) => {
  expect(await readCvss(vector)).toBeUndefined();
});

test.each([
  [10, 'critical'],
  [9, 'critical'],
  [8.9, 'high'],
  [7, 'high'],
  [6.9, 'medium'],
  [4, 'medium'],
  [3.9, 'low'],
  [0.1, 'low'],
  [0, 'info'],
])('a base score of %d is %s', (score, severity) => {
  expect(severityOfScore(score)).toBe(severity);
});

async function rated(purl: string, ...advisories: Advisory[]) {
  const { severity, source } = rate(
    match(query(purl), indexAdvisories(advisories)),
    await loadScorer(),
  );
  return [severity, source];
}

describe('the rating is', () => {
  const npm = (more: object, inRow: object = {}) =>
    advisory('A', [row('npm', 'x', below('2.0.0'), inRow)], more);
  const cvss = (type: string, score: string) => ({ severity: [{ type, score }] });

  test.each([
    [
      'that of version 4 before 3',
      { severity: [...cvss('CVSS_V3', V3).severity, ...cvss('CVSS_V4', V4).severity] },
      {},
      'medium',
    ],
    [
      'that of version 3 before 2',
      { severity: [...cvss('CVSS_V2', V2).severity, ...cvss('CVSS_V3', V3).severity] },
      {},
      'critical',
    ],
    ['that of the row before the record’s', cvss('CVSS_V3', V3), cvss('CVSS_V2', V2), 'high'],
    [
      'that of the next vector where one is broken',
      {
        severity: [
          { type: 'CVSS_V4', score: 'CVSS:4.0/x' },
          { type: 'CVSS_V2', score: V2 },
        ],
      },
      {},
      'high',
    ],
  ])('%s', async (_, more, inRow, expected) => {
    expect(await rated('npm/x@1.0.0', npm(more, inRow))).toEqual([expected, 'cvss']);
  });

  test('the database’s word where there is no vector', async () => {
    expect(
      await rated('npm/x@1.0.0', npm({ database_specific: { severity: 'MODERATE' } })),
    ).toEqual(['medium', 'database']);
  });

  test('unknown where nobody rates', async () => {
    expect(await rated('npm/x@1.0.0', npm({}))).toEqual([undefined, 'unknown']);
  });

  test('that of another record of the vulnerability, and of the CVE at last', async () => {
    const matches = match(query('npm/x@1.0.0'), indexAdvisories([npm({})]));
    expect(
      rate(matches, await loadScorer(), advisory('CVE-1', [], cvss('CVSS_V3', V3))),
    ).toMatchObject({
      severity: 'critical',
    });
  });

  test.each([
    ['low', 'low', 'distribution'],
    ['medium**', 'medium', 'distribution'],
    ['unimportant', 'info', 'distribution'],
    ['not yet assigned', 'critical', 'cvss'],
    ['end-of-life', 'critical', 'cvss'],
  ])('of Debian’s urgency "%s" %s, by %s', async (urgency, severity, source) => {
    const debian = advisory(
      'A',
      [row('Debian:12', 'x', below('2'), { ecosystem_specific: { urgency } })],
      cvss('CVSS_V3', V3),
    );
    expect(await rated('deb/debian/x@1?distro=debian-12', debian)).toEqual([severity, source]);
  });

  test.each([
    ['negligible', 'info'],
    ['low', 'low'],
    ['medium', 'medium'],
    ['critical', 'critical'],
  ])('of Ubuntu’s priority "%s" %s', async (score, severity) => {
    const ubuntu = advisory('A', [row('Ubuntu:22.04:LTS', 'x', below('2'))], {
      severity: [
        { type: 'CVSS_V3', score: V3 },
        { type: 'Ubuntu', score },
      ],
    });
    expect(await rated('deb/ubuntu/x@1?distro=ubuntu-22.04', ubuntu)).toEqual([
      severity,
      'distribution',
    ]);
  });

  test.each([
    ['Critical: x security update', 'critical'],
    ['Important: x security update', 'high'],
    ['Moderate: x security update', 'medium'],
    ['Low: x security update', 'low'],
    ['x security update', undefined],
  ])('of AlmaLinux’s "%s" %s', async (summary, severity) => {
    const alma = advisory('ALSA-1', [row('AlmaLinux:9', 'x', below('2-1.el9'))], { summary });
    expect((await rated('rpm/almalinux/x@1-1.el9?distro=almalinux-9', alma))[0]).toBe(severity);
  });
});
