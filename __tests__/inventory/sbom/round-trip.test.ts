import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Package } from '../../../src/core/package.js';
import { readSbom } from '../../../src/inventory/sbom/sbom.js';
import { cyclonedx, cyclonedx17 } from '../../../src/reports/formats/cyclonedx.js';
import { spdx } from '../../../src/reports/formats/spdx.js';
import { context, described, packageNamed, report } from '../../reports/sample.js';

const LAYER = { index: 0, diffID: `sha256:${'a'.repeat(64)}` };
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);

/** Packages with different names that depend on each other, in cycles, too. */
const packages = fc
  .uniqueArray(name, { minLength: 1, maxLength: 12 })
  .chain((names) => fc.tuple(...names.map((one) => packageOf(one, names))));

function packageOf(one: string, names: readonly string[]): fc.Arbitrary<Package> {
  const others = fc.subarray(names.filter((other) => other !== one));
  return fc
    .record({
      license: fc.constantFrom(undefined, 'MIT', 'MIT AND LicenseRef-x', 'Own text, 1 (see file)'),
      supplier: fc.constantFrom(undefined, 'Debian GNU/Linux', 'Acme (Ltd)'),
      cpe: fc.constantFrom(undefined, 'cpe:2.3:a:f5:nginx:1.26.3:*:*:*:*:*:*:*'),
      maintainer: fc.constantFrom(undefined, 'Ann <ann@example.org>', 'QA Team <qa@example.org>'),
      homepage: fc.constantFrom(undefined, 'https://example.org/a'),
      hash: fc.constantFrom(undefined, { algorithm: 'SHA-512' as const, value: 'e'.repeat(128) }),
      dependencies: fc.option(others, { nil: undefined }),
      claimed: fc.constantFrom(undefined, true as const),
    })
    .map(({ license, supplier, cpe, maintainer, homepage, hash, dependencies, claimed }) => {
      const facts = {
        ...(maintainer && { maintainer }),
        ...(homepage && { homepage }),
        ...(hash && { hashes: [hash] }),
        ...(dependencies && { dependencies: dependencies.map(purlOf).sort() }),
      };
      const found = packageNamed(one, {
        ...{ purl: purlOf(one), license, supplier, cpe, layer: LAYER, location: undefined },
        source: { name: `${one}-source`, version: '1.0' },
        ...(claimed && { claimed }),
      });
      return Object.keys(facts).length > 0 ? { ...found, facts } : found;
    });
}

const purlOf = (one: string) => `pkg:deb/debian/${one}@1.0`;
const sorted = (list: readonly Package[]) =>
  [...list]
    .sort((a, b) => (a.purl < b.purl ? -1 : 1))
    .map((one) => JSON.parse(JSON.stringify(one)));

describe.each([cyclonedx, cyclonedx17, spdx])('an SBOM of the format $id', ({ render }) => {
  const readBack = (value: typeof described) =>
    readSbom(Buffer.from(render(value, context())), 'sbom.json');

  it('has the same packages after it is written and read', () => {
    fc.assert(
      fc.property(packages, (list) => {
        const { packages: found, gaps } = readBack(report({ packages: list }));
        expect(sorted(found)).toEqual(sorted(list));
        expect(gaps).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps the capitals of a Python package, which its package URL does not have', () => {
    const python = { type: 'pypi', purl: 'pkg:pypi/zope-interface@1.0' };
    const packages = [packageNamed('Zope.Interface', python)];
    expect(readBack(report({ packages })).packages).toMatchObject([{ name: 'Zope.Interface' }]);
  });

  it('has the same distribution after it is written and read', () => {
    const [target] = described.targets.filter(({ kind }) => kind === 'image');
    expect(readBack(described).distribution).toMatchObject(target?.distribution ?? {});
  });

  it('names the same image after it is written and read', () => {
    const [target] = described.targets.filter(({ kind }) => kind === 'image');
    const { ofImage, subject, notes } = readBack(described);
    expect(ofImage).toBe(true);
    expect(subject).toMatchObject({ name: target?.name, version: target?.digest });
    expect(notes).toEqual([]);
  });
});

it('CycloneDX has the same layers and platform after it is written and read', () => {
  const [target] = described.targets.filter(({ kind }) => kind === 'image');
  const { subject } = readSbom(Buffer.from(cyclonedx.render(described, context())), 'sbom.json');
  const layers = target?.layers?.map(({ index, diffID, size, instruction }) => ({
    ...{ index, diffID, size },
    ...(instruction && { instruction }),
  }));
  expect(subject.layers).toEqual(layers);
  expect(subject.platform).toBe(target?.platform);
});

describe('an SBOM of another tool', () => {
  it('has no hash whose algorithm only has the length of a known one', () => {
    const hashes = [
      { alg: 'SHA3-256', content: 'a'.repeat(64) },
      { alg: 'SHA-256', content: 'b'.repeat(64) },
    ];
    const components = [{ type: 'library', name: 'a', purl: 'pkg:npm/a@1', hashes }];
    const bom = JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components });
    expect(readSbom(Buffer.from(bom), 'bom.json').packages[0]?.facts?.hashes).toEqual([
      { algorithm: 'SHA-256', value: 'b'.repeat(64) },
    ]);
  });

  it('in CycloneDX, has several licenses, and dependencies by references that are no package URLs', () => {
    const { packages: found } = readSbom(
      Buffer.from(
        JSON.stringify({
          bomFormat: 'CycloneDX',
          specVersion: '1.6',
          components: [
            {
              'bom-ref': 'r1',
              type: 'library',
              name: 'a',
              version: '1',
              purl: 'pkg:deb/debian/a@1',
              supplier: { name: 'Ann <ann@example.org>' },
              licenses: [{ license: { name: 'GPL-2+' } }, { license: { name: 'Expat' } }],
            },
            { 'bom-ref': 'r2', type: 'library', name: 'b', version: '1', purl: 'pkg:npm/b@1' },
          ],
          dependencies: [{ ref: 'r1', dependsOn: ['r2', 'r3'] }, { ref: 'r2' }, { ref: 7 }],
        }),
      ),
      'bom.json',
    );
    expect(found).toMatchObject([
      {
        license: 'GPL-2.0-or-later AND MIT',
        supplier: 'Ann <ann@example.org>',
        facts: { dependencies: ['pkg:npm/b@1'] },
      },
      { facts: { dependencies: [] } },
    ]);
  });

  it('in SPDX, has licenses by reference, and dependencies in both directions', () => {
    const reference = (purl: string) => [
      { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl },
    ];
    const { packages: found } = readSbom(
      Buffer.from(
        JSON.stringify({
          spdxVersion: 'SPDX-2.3',
          packages: [
            {
              ...{ SPDXID: 'SPDXRef-a', name: 'a', licenseDeclared: 'LicenseRef-1' },
              externalRefs: reference('pkg:npm/a@1'),
            },
            { SPDXID: 'SPDXRef-b', name: 'b', externalRefs: reference('pkg:npm/b@1') },
          ],
          hasExtractedLicensingInfos: [{ licenseId: 'LicenseRef-1', extractedText: 'GPL-2+' }],
          relationships: [
            {
              ...{ spdxElementId: 'SPDXRef-b', relationshipType: 'DEPENDENCY_OF' },
              relatedSpdxElement: 'SPDXRef-a',
            },
          ],
        }),
      ),
      'bom.json',
    );
    expect(found[0]).toMatchObject({
      license: 'GPL-2.0-or-later',
      facts: { dependencies: ['pkg:npm/b@1'] },
    });
  });
});

describe('an SBOM with more dependencies than the limit', () => {
  const repeated = Array.from({ length: 600_000 }, () => 'r');

  it.each([
    [
      'CycloneDX',
      {
        bomFormat: 'CycloneDX',
        components: ['a', 'b', 'c'].map((one) => ({
          'bom-ref': one === 'c' ? 'c' : 'r',
          type: 'library',
          name: one,
          purl: `pkg:npm/${one}@1`,
        })),
        dependencies: [
          { ref: 'r', dependsOn: repeated },
          { ref: 'c', dependsOn: ['r'] },
        ],
      },
    ],
    [
      'SPDX',
      {
        spdxVersion: 'SPDX-2.3',
        packages: ['a', 'b', 'c'].map((one) => ({
          SPDXID: one === 'c' ? 'c' : 'r',
          name: one,
          externalRefs: [{ referenceType: 'purl', referenceLocator: `pkg:npm/${one}@1` }],
        })),
        relationships: [...repeated, 'c'].map((one) => ({
          spdxElementId: one,
          relationshipType: 'DEPENDS_ON',
          relatedSpdxElement: 'r',
        })),
      },
    ],
  ])(
    'in %s has a note that counts the packages whose dependencies are not known',
    (_, document) => {
      const {
        packages: found,
        notes,
        gaps,
      } = readSbom(Buffer.from(JSON.stringify(document)), 'sbom.json');
      expect(found.map(({ facts }) => facts?.dependencies)).toEqual([
        ['pkg:npm/b@1'],
        undefined,
        ['pkg:npm/b@1'],
      ]);
      expect(notes).toEqual([
        'Dependencies of 1 package are not known: the SBOM has more than 1000000',
      ]);
      expect(gaps).toEqual([]);
    },
  );
});
