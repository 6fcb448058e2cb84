import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import { cyclonedx, cyclonedx17 } from '../../../src/reports/formats/cyclonedx.js';
import { context, described, large, report, unusualPackages } from '../sample.js';

describe('the CycloneDX SBOM', () => {
  const reports = [
    ['a usual image', report()],
    ['a described image', described],
    ['unusual packages', unusualPackages],
    ['nothing', report({ targets: [], packages: [], findings: [] })],
    ['a hundred packages', large(500)],
  ] as const;

  it.each(reports)('of %s is valid against the strict schemas', async (_, value) => {
    const six = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await six.validate(cyclonedx.render(value, context()))).toBeNull();
    const seven = new Validation.JsonStrictValidator(Spec.Version.v1dot7);
    expect(await seven.validate(cyclonedx17.render(value, context()))).toBeNull();
  });

  it('has its time in full seconds, as converters to SPDX need it', () => {
    const ended = new Date('2026-11-24T10:00:02.345Z');
    const { metadata } = JSON.parse(cyclonedx.render(report(), { ...context(), ended }));
    expect(metadata.timestamp).toBe('2026-11-24T10:00:02Z');
  });

  it('lists the operating system, layers, supplier, publisher, hash, CPE and dependencies', () => {
    const { metadata, components, dependencies, compositions } = JSON.parse(
      cyclonedx.render(described, context()),
    );
    const [system, openssl, libc, nginx] = components;
    expect(metadata.component.components).toMatchObject([
      { type: 'file', hashes: [{ alg: 'SHA-256' }] },
      { type: 'file', hashes: [{ alg: 'SHA-256' }] },
    ]);
    expect(system).toMatchObject({
      type: 'operating-system',
      name: 'debian',
      version: '13',
      cpe: 'cpe:2.3:o:debian:debian_linux:13:*:*:*:*:*:*:*',
    });
    expect(openssl).toMatchObject({
      supplier: { name: 'Debian GNU/Linux' },
      publisher: 'OpenSSL Team <ssl@example.org>',
      hashes: [{ alg: 'SHA-256', content: 'c'.repeat(64) }],
      licenses: [
        { expression: 'Apache-2.0 AND LicenseRef-public-domain', acknowledgement: 'declared' },
      ],
      externalReferences: [{ type: 'website', url: 'https://openssl.org/' }],
    });
    expect(libc.properties).toEqual(
      expect.arrayContaining([
        { name: 'aquasecurity:trivy:SrcName', value: 'glibc' },
        { name: 'aquasecurity:trivy:SrcVersion', value: '2.41-12' },
      ]),
    );
    expect(nginx).toMatchObject({
      type: 'application',
      cpe: 'cpe:2.3:a:f5:nginx:1.26.3:*:*:*:*:*:*:*',
    });
    const [subject, ...others] = dependencies;
    expect(subject.dependsOn).toEqual([system['bom-ref'], nginx['bom-ref']]);
    expect(others).toEqual([
      { ref: system['bom-ref'], dependsOn: [openssl['bom-ref'], libc['bom-ref']] },
      { ref: openssl['bom-ref'], dependsOn: [libc['bom-ref']] },
      { ref: libc['bom-ref'], dependsOn: [] },
    ]);
    expect(compositions).toContainEqual({
      aggregate: 'complete',
      dependencies: [openssl['bom-ref'], libc['bom-ref']],
    });
  });

  it('has the layer and the Dockerfile line of each package', () => {
    const [first] = JSON.parse(cyclonedx.render(report(), context())).components;
    expect(first.properties).toEqual([
      { name: 'portside:layer:index', value: '0' },
      { name: 'portside:layer:diffID', value: `sha256:${'a'.repeat(64)}` },
      { name: 'portside:dockerfile', value: 'Dockerfile:1' },
    ]);
  });

  it('lists a vulnerability once with every installed copy of the package', () => {
    const { vulnerabilities } = JSON.parse(cyclonedx.render(unusualPackages, context()));
    expect(vulnerabilities[0]).toMatchObject({
      id: 'CVE-2024-0001',
      affects: [{ ref: 'pkg:deb/debian/openssl@1.0' }, { ref: 'pkg:deb/debian/openssl@1.0#2' }],
    });
  });

  it('lists all packages of a finding as affected', () => {
    const finding = unusualPackages.findings.find(({ check }) => check === 'vulnerability');
    const [first, ...others] = unusualPackages.packages;
    const packages = unusualPackages.packages.map(({ name, version, purl, paths }) => ({
      name,
      installed: version,
      purl,
      paths,
    }));
    const findings = [{ ...finding, details: { ...finding?.details, packages } } as Finding];
    const value = { ...unusualPackages, findings };
    const { vulnerabilities } = JSON.parse(cyclonedx.render(value, context()));
    const refs = vulnerabilities[0].affects.map(({ ref }: { ref: string }) => ref);
    expect(new Set(refs.map((ref: string) => ref.replace(/#2$/, '')))).toEqual(
      new Set([first?.purl, ...others.map(({ purl }) => purl)]),
    );
  });

  it('is identical for the same report', () => {
    expect(cyclonedx.render(report(), context())).toBe(cyclonedx.render(report(), context()));
  });
});
