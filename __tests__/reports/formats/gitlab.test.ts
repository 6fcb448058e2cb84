import { describe, expect, it } from '@jest/globals';
import { gitlab } from '../../../src/reports/formats/gitlab.js';
import { context, report, vulnerability } from '../sample.js';

describe('the GitLab container scanning report', () => {
  const written = JSON.parse(gitlab.render(report(), context()));

  it('has the scan fields that schema 15.2.1 requires', () => {
    expect(written.version).toBe('15.2.1');
    expect(written.scan).toMatchObject({
      type: 'container_scanning',
      status: 'success',
      start_time: '2026-11-24T10:00:00',
      end_time: '2026-11-24T10:00:02',
      analyzer: { id: 'portside', version: '1.2.3', vendor: { name: 'Portside' } },
    });
  });

  it('has status failure when the vulnerability check could not run', () => {
    const incomplete = [
      { check: 'vulnerability' as const, target: 'app', reason: 'no advisories' },
    ];
    expect(JSON.parse(gitlab.render(report({ incomplete }), context())).scan.status).toBe(
      'failure',
    );
  });

  it('lists only vulnerabilities, each with its package, version and image', () => {
    expect(written.vulnerabilities).toHaveLength(3);
    expect(written.vulnerabilities[1]).toEqual({
      id: vulnerability('CVE-2024-0002', 'openssl').fingerprint,
      name: 'CVE-2024-0002',
      description: 'openssl 1.0 is vulnerable to CVE-2024-0002',
      severity: 'High',
      solution: 'Update openssl to 1.1 or later.',
      identifiers: [{ type: 'cve', name: 'CVE-2024-0002', value: 'CVE-2024-0002' }],
      links: [{ url: 'https://example.org/advisory' }],
      cvss_vectors: [{ vendor: 'unknown', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' }],
      location: {
        dependency: { package: { name: 'openssl' }, version: '1.0' },
        operating_system: 'unknown',
        image: 'registry.example:5000/shop/app:pr-42',
        default_branch_image: 'registry.example:5000/shop/app',
      },
    });
  });

  it.each([
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', false],
    ['CVSS:3.1/AV:N', false],
    ['nonsense', false],
    ['CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:C/C:L/I:L/A:L', true],
  ])('has cvss_vectors for the vector %s: %s', (vector, expected) => {
    const findings = [vulnerability('CVE-1', 'zlib', { details: { cvss: { vector } } })];
    const [entry] = JSON.parse(gitlab.render(report({ findings }), context())).vulnerabilities;
    expect('cvss_vectors' in entry).toBe(expected);
  });

  it('reads the distribution from the package URL', () => {
    const findings = [
      vulnerability('CVE-1', 'z', {
        subject: { purl: 'pkg:deb/debian/z@1?arch=amd64&distro=debian-12' },
      }),
    ];
    const [entry] = JSON.parse(gitlab.render(report({ findings }), context())).vulnerabilities;
    expect(entry.location.operating_system).toBe('debian-12');
  });
});
