import { describe, expect, test } from '@jest/globals';
import { indexAdvisories, matchAdvisories } from '../../src/vulnerabilities/match.js';
import type { Advisory } from '../../src/vulnerabilities/record.js';
import { loadScorer, rate, severityOfScore } from '../../src/vulnerabilities/severity.js';
import { groupMatches } from '../../src/vulnerabilities/vulnerability.js';
import { advisory, below, query, row } from './fixtures.js';

const V2 = 'AV:N/AC:L/Au:N/C:P/I:P/A:P';
const V3 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const V4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N';

/** The base score of a vector. */
async function scoreOf(vector: string) {
  return (await loadScorer())({ type: '', score: vector });
}

test.each([
  [V2, '2.0', 7.5],
  ['CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N', '3.0', 1.8],
  [V3, '3.1', 9.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', '3.1', 6.1],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', '3.1', 0],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', '4.0', 10],
])('%s has CVSS version %s and base score %d', async (vector, version, score) => {
  expect(await scoreOf(vector)).toEqual({ vector, version, score });
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
])('"%s" is not a CVSS vector', async (vector) => {
  expect(await scoreOf(vector)).toBeUndefined();
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
  const matches = matchAdvisories(query(purl), indexAdvisories(advisories));
  const { severity, source } = rate({ matches, own: matches }, await loadScorer());
  return [severity, source];
}

describe('the rating', () => {
  const npm = (more: object, inRow: object = {}) =>
    advisory('A', [row('npm', 'x', below('2.0.0'), inRow)], more);
  const cvss = (type: string, score: string) => ({ severity: [{ type, score }] });

  test.each([
    [
      'is CVSS 4 rather than CVSS 3',
      { severity: [...cvss('CVSS_V3', V3).severity, ...cvss('CVSS_V4', V4).severity] },
      {},
      'medium',
    ],
    [
      'is CVSS 3 rather than CVSS 2',
      { severity: [...cvss('CVSS_V2', V2).severity, ...cvss('CVSS_V3', V3).severity] },
      {},
      'critical',
    ],
    [
      'is the vector of the row rather than of the advisory',
      cvss('CVSS_V3', V3),
      cvss('CVSS_V2', V2),
      'high',
    ],
    [
      'is the next vector when one is invalid',
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

  test('is the word of the database when there is no vector', async () => {
    expect(
      await rated('npm/x@1.0.0', npm({ database_specific: { severity: 'MODERATE' } })),
    ).toEqual(['medium', 'database']);
  });

  test('is unknown when nobody rated the vulnerability', async () => {
    expect(await rated('npm/x@1.0.0', npm({}))).toEqual([undefined, 'unknown']);
  });

  test('is that of the CVE record when no advisory has one', async () => {
    const matches = matchAdvisories(query('npm/x@1.0.0'), indexAdvisories([npm({})]));
    expect(
      rate(
        { matches, own: matches },
        await loadScorer(),
        advisory('CVE-1', [], cvss('CVSS_V3', V3)),
      ),
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
  ])('with Debian’s urgency "%s" is %s, rated by: %s', async (urgency, severity, source) => {
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
  ])('with Ubuntu’s priority "%s" is %s', async (score, severity) => {
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
    ['Amazon Linux:2023', 'rpm/amzn/x@1?distro=amzn-2023', 'important', 'high'],
    ['Arch Linux', 'alpm/arch/x@1', 'Critical', 'critical'],
    ['Bottlerocket', 'rpm/bottlerocket/x@1?distro=bottlerocket-1.20', 'medium', 'medium'],
    ['Fedora:43', 'rpm/fedora/x@1?distro=fedora-43', 'low', 'low'],
  ])('%s: its own word counts before CVSS', async (ecosystem, purl, word, severity) => {
    const record = advisory('A-1', [row(ecosystem, 'x', below('2'))], {
      severity: [{ type: 'CVSS_V3', score: V3 }],
      database_specific: { severity: word },
    });
    expect(await rated(purl, record)).toEqual([severity, 'distribution']);
  });

  test.each([
    ['Critical: x security update', 'critical'],
    ['Important: x security update', 'high'],
    ['Moderate: x security update', 'medium'],
    ['Low: x security update', 'low'],
    ['x security update', undefined],
  ])('with AlmaLinux’s summary "%s" is %s', async (summary, severity) => {
    const alma = advisory('ALSA-1', [row('AlmaLinux:9', 'x', below('2-1.el9'))], { summary });
    expect((await rated('rpm/almalinux/x@1-1.el9?distro=almalinux-9', alma))[0]).toBe(severity);
  });
});

describe('an advisory about several vulnerabilities', () => {
  const errata = (id: string, more: object) =>
    advisory(id, [row('AlmaLinux:9', 'curl', below('7.76.2-1.el9'))], more);
  const curl = 'rpm/almalinux/curl@7.76.1-1.el9?distro=almalinux-9';
  const both = {
    related: ['CVE-2026-1', 'CVE-2026-2'],
    summary: 'Important: curl security update',
  };

  const v3 = (score: string) => ({ severity: [{ type: 'CVSS_V3', score }] });

  async function ratingOf(id: string, advisories: readonly Advisory[], cve?: Advisory) {
    const matches = matchAdvisories(query(curl), indexAdvisories(advisories));
    const found = groupMatches(matches).find((one) => one.id === id);
    return found && rate(found, await loadScorer(), cve);
  }

  test('rates each of them, as the advisory that it is', async () => {
    for (const id of ['CVE-2026-1', 'CVE-2026-2'])
      expect(await ratingOf(id, [errata('ALSA-2026:1', both)])).toEqual({
        severity: 'high',
        cvss: undefined,
        source: 'advisory',
        advisory: 'ALSA-2026:1',
      });
  });

  test('rates with a CVSS vector that is not shown as the vulnerability’s own', async () => {
    const { summary: _, ...cves } = both;
    expect(
      await ratingOf('CVE-2026-1', [errata('RLSA-2026:1', { ...cves, ...v3(V3) })]),
    ).toMatchObject({ severity: 'critical', cvss: undefined, source: 'advisory' });
  });

  test('gives way to the record of the CVE, and to an advisory about it alone', async () => {
    const record = advisory('CVE-2026-1', [], v3('CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N'));
    expect(await ratingOf('CVE-2026-1', [errata('ALSA-2026:1', both)], record)).toMatchObject({
      severity: 'low',
      source: 'cvss',
    });
    const alone = errata('ALSA-2026:2', { related: ['CVE-2026-1'], summary: 'Low: curl update' });
    expect(await ratingOf('CVE-2026-1', [errata('ALSA-2026:1', both), alone])).toEqual({
      severity: 'low',
      cvss: undefined,
      source: 'distribution',
    });
  });
});
