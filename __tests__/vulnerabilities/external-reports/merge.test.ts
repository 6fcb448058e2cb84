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
