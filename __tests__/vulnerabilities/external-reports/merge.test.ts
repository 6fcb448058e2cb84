import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import { mergeExternalFindings } from '../../../src/vulnerabilities/external-reports/merge.js';
import { findingsOf, grype, grypeMatch, trivy, trivyEntry } from './reports.js';

describe('merged findings', () => {
  const ours = (more: object = {}): Finding =>
    ({
      rule: 'CVE-2026-1',
      aliases: ['DEBIAN-CVE-2026-1'],
      check: 'vulnerability',
      severity: 'medium',
      confidence: 'high',
      tags: [],
      message: 'ours',
      fingerprint: 'f',
      status: 'new',
      details: {
        package: 'libssl3',
        installed: '3.0.1-1',
        fixed: null,
        rating: 'unknown',
        sources: ['osv'],
        ...more,
      },
    }) as unknown as Finding;

  test('with the same id and package become one finding with both sources', async () => {
    const merged = mergeExternalFindings([ours()], await findingsOf(trivy(trivyEntry)));
    expect(merged).toMatchObject([
      {
        message: 'ours',
        fingerprint: 'f',
        severity: 'high',
        aliases: ['DEBIAN-CVE-2026-1', 'DSA-1-1'],
        details: { fixed: '3.0.2-1', rating: 'high', ratedBy: 'trivy', sources: ['osv', 'trivy'] },
      },
    ]);
  });

  test.each([
    ['pkg:deb/debian/libssl3@3.0.1-1?arch=amd64', 1],
    ['pkg:deb/debian/libssl3@3.0.1-1', 1],
    ['pkg:deb/ubuntu/libssl3@3.0.1-1?arch=amd64', 1],
    ['pkg:generic/libssl3@3.0.1-1', 1],
    ['pkg:npm/libssl3@3.0.1-1', 2],
    ['pkg:rpm/debian/libssl3@3.0.1-1', 2],
    ['pkg:deb/debian/libssl3@3.0.1-1?arch=arm64', 2],
  ])('are not one finding if %s is another package', async (purl, count) => {
    const external = await findingsOf(trivy(trivyEntry));
    const npm = { ...ours(), subject: { purl: 'pkg:pypi/libssl3@3.0.1-1' } };
    const own = { ...ours(), subject: { purl } };
    expect(mergeExternalFindings([own], external)).toHaveLength(count);
    // Another one with the same name does not hide it.
    expect(mergeExternalFindings([npm, own], external)).toHaveLength(count + 1);
  });

  test('lose the rating of an advisory for that of the CVE', async () => {
    const advisory = { rating: 'low', ratedBy: 'advisory', ratedIn: 'ALSA-2026:1' };
    const before = { ...ours(advisory), message: 'x is affected (low in advisory ALSA-2026:1)' };
    const [merged] = mergeExternalFindings([before], await findingsOf(trivy(trivyEntry)));
    expect(merged).toMatchObject({
      message: 'x is affected',
      severity: 'high',
      details: { rating: 'high', ratedBy: 'trivy', ratedIn: undefined },
    });
  });

  test.each([
    ['trivy', trivy({ ...trivyEntry, FixedVersion: '', Status: 'will_not_fix' }), 'will-not-fix'],
    ['trivy', trivy({ ...trivyEntry, FixedVersion: '', Status: 'end_of_life' }), 'will-not-fix'],
    ['trivy', trivy({ ...trivyEntry, FixedVersion: '', Status: 'fix_deferred' }), undefined],
    ['trivy', trivy({ ...trivyEntry, Status: 'will_not_fix' }), undefined],
  ])('of %s have the state of the fix: case %#', async (_, report, state) => {
    const before = { ...ours(), message: 'x is affected; no fix available' };
    const [merged] = mergeExternalFindings([before], await findingsOf(report));
    expect(merged).toMatchObject({
      message: `x is affected; ${state ? 'will not be fixed' : 'no fix available'}`,
      details: { state },
    });
  });

  test('of Grype alone have the state of the fix', async () => {
    const fix = { versions: [], state: 'wont-fix' };
    const match = { ...grypeMatch, vulnerability: { ...grypeMatch.vulnerability, fix } };
    expect(await findingsOf(grype(match))).toMatchObject([
      {
        message: expect.stringContaining('; will not be fixed'),
        details: { state: 'will-not-fix' },
      },
    ]);
  });

  test('with all packages of one source become one finding', async () => {
    const packages = ['libssl3', 'openssl'].map((name) => ({
      name,
      installed: '3.0.1-1',
      purl: `pkg:deb/debian/${name}@3.0.1-1`,
      paths: [],
    }));
    const entries = ['libssl3', 'openssl'].map((PkgName) => ({ ...trivyEntry, PkgName }));
    const reported = await findingsOf(trivy(...entries));
    expect(mergeExternalFindings([ours({ packages })], reported)).toHaveLength(1);
    expect(mergeExternalFindings([ours()], reported)).toHaveLength(2);
  });

  test('keep our rating and fix', async () => {
    const [merged] = mergeExternalFindings(
      [ours({ rating: 'medium', fixed: '3.0.9' })],
      await findingsOf(trivy(trivyEntry)),
    );
    expect(merged).toMatchObject({ severity: 'medium', details: { fixed: '3.0.9' } });
  });

  test('with another package, version or id stay apart', async () => {
    const others = await findingsOf(
      trivy(
        { ...trivyEntry, PkgName: 'openssl' },
        { ...trivyEntry, InstalledVersion: '3.0.0-1' },
        { ...trivyEntry, VulnerabilityID: 'CVE-2026-9', VendorIDs: [] },
      ),
    );
    expect(mergeExternalFindings([ours()], others)).toHaveLength(4);
  });

  test('match when only one of them has the epoch', async () => {
    const epoch = await findingsOf(trivy({ ...trivyEntry, InstalledVersion: '1:3.0.1-1' }));
    expect(mergeExternalFindings([ours()], epoch)).toHaveLength(1);
  });

  test('may both come from other scanners', async () => {
    const match = {
      ...grypeMatch,
      vulnerability: { id: 'DSA-1-1' },
      relatedVulnerabilities: [],
      artifact: { name: 'libssl3', version: '3.0.1-1' },
    };
    const merged = mergeExternalFindings(
      [],
      [...(await findingsOf(trivy(trivyEntry))), ...(await findingsOf(grype(match)))],
    );
    expect(merged).toMatchObject([
      { rule: 'CVE-2026-1', details: { sources: ['trivy', 'grype'] } },
    ]);
  });
});
