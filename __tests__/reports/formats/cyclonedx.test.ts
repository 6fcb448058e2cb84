import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import { cyclonedx } from '../../../src/reports/formats/cyclonedx.js';
import { context, large, report, unusualPackages } from '../sample.js';

describe('the CycloneDX SBOM', () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

  it.each([
    ['a usual image', report()],
    ['unusual packages', unusualPackages],
    ['nothing', report({ targets: [], packages: [], findings: [] })],
    ['a hundred packages', large(500)],
  ])('of %s is valid against the strict 1.6 schema', async (_, value) => {
    expect(await validator.validate(cyclonedx.render(value, context()))).toBeNull();
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
