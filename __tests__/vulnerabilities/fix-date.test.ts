import { describe, expect, it, test } from '@jest/globals';
import { fixDate } from '../../src/vulnerabilities/fix-date.js';
import { indexAdvisories, matchAdvisories } from '../../src/vulnerabilities/match.js';
import type { Advisory } from '../../src/vulnerabilities/record.js';
import { withFixedVersion } from '../../src/vulnerabilities/upgrade.js';
import { mergeFeedAdvisories } from '../../src/vulnerabilities/vendor-feeds/merge.js';
import { groupMatches } from '../../src/vulnerabilities/vulnerability.js';
import { advisory, below, query, row } from './fixtures.js';

const OPENSSL = query('deb/debian/openssl@3.0.1-1?distro=debian-12');
const CVE = { upstream: ['CVE-2026-1'] };
const cve = (fixed: string | undefined, published?: string) =>
  advisory(
    'DEBIAN-CVE-2026-1',
    [row('Debian:12', 'openssl', fixed === undefined ? [{ introduced: '0' }] : below(fixed))],
    { ...CVE, published },
  );
const announced = (id: string, fixed: string, published?: string) =>
  advisory(id, [row('Debian:12', 'openssl', below(fixed))], { ...CVE, published });

function dateOf(...advisories: readonly Advisory[]) {
  const [vulnerability] = groupMatches(matchAdvisories(OPENSSL, indexAdvisories(advisories)));
  if (!vulnerability) throw new Error('nothing matches');
  return fixDate(vulnerability.matches, withFixedVersion(OPENSSL, vulnerability).fixed);
}

describe('the day of a fix', () => {
  it('is the day on which the distribution announced the fixed version', () => {
    expect(
      dateOf(
        cve('3.0.2-1', '2026-01-05T10:00:00Z'),
        announced('DSA-5000-1', '3.0.2-1', '2026-02-01T00:00:00Z'),
        announced('DSA-5000-2', '3.0.2-1', '2026-02-03T00:00:00Z'),
      ),
    ).toEqual({ fixPublished: '2026-02-01', fixDatedBy: 'distribution' });
  });

  it('is not the day of an earlier, incomplete fix', () => {
    expect(
      dateOf(
        announced('DSA-5000-1', '3.0.2-1', '2026-02-01T00:00:00Z'),
        announced('DSA-5000-2', '3.0.2-2', '2026-02-09T00:00:00Z'),
      ),
    ).toEqual({ fixPublished: '2026-02-09', fixDatedBy: 'distribution' });
  });

  it('is the day of the advisory if nobody announced this version', () => {
    expect(
      dateOf(
        cve('3.0.2-2', '2026-01-05T10:00:00Z'),
        announced('DSA-5000-1', '3.0.2-1', '2026-02-01T00:00:00Z'),
      ),
    ).toEqual({ fixPublished: '2026-01-05', fixDatedBy: 'advisory' });
  });

  it('is unknown without a fix', () => {
    expect(dateOf(cve(undefined, '2026-01-05T10:00:00Z'))).toEqual({});
  });

  test.each([undefined, '', '2026', '2026-02-30T00:00:00Z', '<b>2026-01</b>', 'yesterday'])(
    'is unknown with an advisory of %j',
    (published) => {
      expect(dateOf(cve('3.0.2-1', published))).toEqual({});
      expect(dateOf(announced('DSA-5000-1', '3.0.2-1', published))).toEqual({});
    },
  );
});

test.each([
  ...[
    'DSA-1-1',
    'DLA-2-1',
    'USN-1234-1',
    'RHSA-2026:1',
    'RHBA-2026:1',
    'RLSA-2026:1',
    'ALSA-2026:1',
  ],
  ...['ELSA-2026-1', 'ALAS2023-2026-1', 'ALAS-2026-1', 'FEDORA-2026-1', 'SUSE-SU-2026:1-1'],
  ...['openSUSE-SU-2026:1-1', 'MGASA-2026-1', 'OESA-2026-1', 'BRSA-abc'],
])('%s announces a fix', (id) => {
  expect(dateOf(announced(id, '3.0.2-1', '2026-02-01'))).toHaveProperty(
    'fixDatedBy',
    'distribution',
  );
});

test.each([
  'UBUNTU-CVE-2026-1',
  'ALPINE-CVE-2026-1',
  'GHSA-1',
  'CVE-2026-1',
  'CGA-1',
  'SUSE-CVE-2026-1',
])('%s is about a vulnerability', (id) => {
  expect(dateOf(announced(id, '3.0.2-1', '2026-02-01'))).toHaveProperty('fixDatedBy', 'advisory');
});

describe('the day of an announcement that a feed replaces', () => {
  const dsa = advisory('DSA-5000-1', [row('Debian:12', 'openssl', below('3.0.2-1'))], {
    upstream: ['CVE-2026-1', 'CVE-2026-2'],
    published: '2026-02-01T00:00:00Z',
  });
  const tracker = (fixed: string) => [
    cve(fixed),
    advisory('DEBIAN-CVE-2026-2', [row('Debian:12', 'openssl', below(fixed))], {
      upstream: ['CVE-2026-2'],
    }),
  ];

  it('stays with the row of the feed', () => {
    expect(dateOf(...mergeFeedAdvisories([dsa], tracker('3.0.2-1')))).toEqual({
      fixPublished: '2026-02-01',
      fixDatedBy: 'distribution',
    });
  });

  it('is not that of another version', () => {
    expect(dateOf(...mergeFeedAdvisories([dsa], tracker('3.0.2-2')))).toEqual({});
  });
});
