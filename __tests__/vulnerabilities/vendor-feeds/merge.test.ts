import { describe, expect, it } from '@jest/globals';
import { mergeFeedAdvisories } from '../../../src/vulnerabilities/vendor-feeds/merge.js';
import { advisory, below, matchesOf, query, row } from '../fixtures.js';

const CVE = { upstream: ['CVE-2026-1'] };
const OPENSSL = query('apk/alpine/openssl@3.0.0-r0?distro=alpine-3.20.1');
const NOT_AFFECTED = { package: { ecosystem: 'Alpine:v3.20', name: 'openssl' }, ranges: [] };
const osv = (events = below('3.0.1-r0'), release = 'v3.20') =>
  advisory('ALPINE-CVE-2026-1', [row(`Alpine:${release}`, 'openssl', events)], CVE);
const feed = (fixed: string) =>
  advisory('ALPINE-CVE-2026-1', [row('Alpine:v3.20', 'openssl', below(fixed))], CVE);

const matches = (...lists: Parameters<typeof mergeFeedAdvisories>) =>
  matchesOf(OPENSSL, ...mergeFeedAdvisories(...lists));

describe('a vulnerability in OSV and in the feed', () => {
  it('is found once', () => {
    expect(matches([osv()], [feed('3.0.1-r0')])).toEqual(['ALPINE-CVE-2026-1→3.0.1-r0']);
  });

  it('has the fix of the feed', () => {
    expect(matches([osv()], [feed('3.0.2-r0')])).toEqual(['ALPINE-CVE-2026-1→3.0.2-r0']);
    expect(matches([osv(below('3.0.2-r0'))], [feed('3.0.1-r0')])).toEqual([
      'ALPINE-CVE-2026-1→3.0.1-r0',
    ]);
    expect(matches([osv([{ introduced: '0' }])], [feed('2.9.0-r0')])).toEqual([]);
  });

  it('keeps the first affected version that only OSV knows', () => {
    const since = [{ introduced: '3.0.1' }, { fixed: '3.0.5-r0' }];
    expect(matches([osv(since)], [feed('3.0.5-r0')])).toEqual([]);
  });

  it('does not affect the package if the feed says so', () => {
    const notAffected = advisory('ALPINE-CVE-2026-1', [NOT_AFFECTED], CVE);
    expect(matches([osv()], [notAffected])).toEqual([]);
  });

  it('keeps the severity of OSV', () => {
    const severity = [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }];
    const [merged] = mergeFeedAdvisories([{ ...osv(), severity }], [feed('3.0.2-r0')]);
    expect(merged?.severity).toEqual(severity);
  });
});

describe('what only one of them has', () => {
  it('stays', () => {
    expect(matches([osv()], [])).toEqual(['ALPINE-CVE-2026-1→3.0.1-r0']);
    expect(matches([], [feed('3.0.2-r0')])).toEqual(['ALPINE-CVE-2026-1→3.0.2-r0']);
  });

  it('stays for other releases and packages of the same advisory', () => {
    const merged = mergeFeedAdvisories([osv(undefined, 'v3.19')], [feed('3.0.2-r0')]);
    expect(merged.flatMap(({ affected }) => affected.map(({ release }) => release))).toEqual([
      'v3.19',
      'v3.20',
    ]);
  });

  it('stays in other ecosystems, with all copies', () => {
    const npm = advisory('GHSA-1', [row('npm', 'openssl', below('1.0.0'))], CVE);
    expect(mergeFeedAdvisories([npm, npm], [feed('1-r0')]).slice(0, 2)).toEqual([npm, npm]);
  });
});

it('an advisory about several vulnerabilities is replaced only if the feed has each of them', () => {
  const query1 = query('rpm/photon/curl@8.0.0-1.ph5?distro=photon-5.0');
  const two = advisory('PHSA-1', [row('Photon OS:5.0', 'curl', below('8.1.0-1.ph5'))], {
    upstream: ['CVE-2026-1', 'CVE-2026-2'],
  });
  const one = (cve: string, fixed: string) =>
    advisory(`PHOTON-${cve}-curl`, [row('Photon OS:5.0', 'curl', below(fixed))], {
      upstream: [cve],
    });
  const first = one('CVE-2026-1', '8.1.0-2.ph5');
  expect(matchesOf(query1, ...mergeFeedAdvisories([two], [first]))).toEqual([
    'PHSA-1→8.1.0-1.ph5',
    'PHOTON-CVE-2026-1-curl→8.1.0-2.ph5',
  ]);
  expect(
    matchesOf(query1, ...mergeFeedAdvisories([two], [first, one('CVE-2026-2', '8.1.0-1.ph5')])),
  ).toEqual(['PHOTON-CVE-2026-1-curl→8.1.0-2.ph5', 'PHOTON-CVE-2026-2-curl→8.1.0-1.ph5']);
});

it('rows of the same advisory in several files are all kept', () => {
  const other = advisory('ALPINE-CVE-2026-1', [row('Alpine:v3.20', 'nodejs', below('1-r0'))], CVE);
  const [merged] = mergeFeedAdvisories([], [feed('3.0.2-r0'), other]);
  expect(merged?.affected.map(({ name }) => name)).toEqual(['openssl', 'nodejs']);
});
