import { describe, expect, it } from '@jest/globals';
import { gitlab } from '../../../src/reports/formats/gitlab.js';
import { context, lint, report, vulnerability } from '../sample.js';

interface Identifier {
  readonly type: string;
  readonly value: string;
}

describe('the GitLab container scanning report', () => {
  const written = JSON.parse(gitlab.render(report({ incomplete: [] }), context()));

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

  it.each([
    ['vulnerability', 'failure'],
    ['trust', 'failure'],
    ['lint', 'success'],
    ['secret', 'success'],
  ] as const)('has, when the %s check could not run, the status %s', (check, status) => {
    const incomplete = [{ check, target: 'app', reason: 'no answer' }];
    expect(JSON.parse(gitlab.render(report({ incomplete }), context())).scan.status).toBe(status);
  });

  it('lists vulnerabilities with their package, version and image', () => {
    expect(written.vulnerabilities).toHaveLength(3);
    expect(written.vulnerabilities[1]).toEqual({
      id: vulnerability('CVE-2024-0002', 'openssl').fingerprint,
      name: 'CVE-2024-0002',
      description: 'openssl 1.0 is vulnerable to CVE-2024-0002',
      severity: 'High',
      solution: 'Update openssl to 1.1 or later.',
      identifiers: [
        {
          type: 'portside',
          name: 'CVE-2024-0002',
          value: vulnerability('CVE-2024-0002', 'openssl').fingerprint,
        },
        { type: 'cve', name: 'CVE-2024-0002', value: 'CVE-2024-0002' },
      ],
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

  it('names each identifier once, also if an alias repeats the id', () => {
    const findings = [
      vulnerability('CVE-1', 'z', { details: { aliases: ['CVE-1', 'GHSA-1', 'GHSA-1'] } }),
    ];
    const [entry] = JSON.parse(gitlab.render(report({ findings }), context())).vulnerabilities;
    expect(entry.identifiers.slice(1).map(({ type, value }: Identifier) => [type, value])).toEqual([
      ['cve', 'CVE-1'],
      ['ghsa', 'GHSA-1'],
    ]);
  });

  it('lists what is about an image and no package, with the file of the image in place of the package', () => {
    const subject = { image: 'app:1', path: 'usr/bin/x' };
    const findings = [
      lint({ check: 'hardening', rule: 'DL3008', message: 'It is setuid', subject }),
      lint({ check: 'trust', rule: 'TRUST', subject: { image: 'app:1' }, advice: 'Sign it' }),
    ];
    const entries = JSON.parse(gitlab.render(report({ findings }), context())).vulnerabilities;
    expect(entries).toMatchObject([
      {
        name: 'Pin the versions that apt-get installs',
        description: 'It is setuid',
        solution: 'Write apt-get install package=version.',
        location: { dependency: { package: { name: 'usr/bin/x' }, version: '' }, image: 'app:1' },
      },
      {
        name: 'TRUST',
        solution: 'Sign it',
        location: { dependency: { package: { name: 'TRUST' } } },
      },
    ]);
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
