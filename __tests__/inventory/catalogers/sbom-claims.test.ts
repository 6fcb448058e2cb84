import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { sbomClaims } from '../../../src/inventory/catalogers/sbom-claims.js';
import { file, named, wants } from '../build/file.js';
import { damageOf } from '../damage-of.js';

const PATH = 'srv/app/bom.json';
const read = (text: string, path = PATH) => sbomClaims.read(file(path, text));
const cycloneDx = (...components: unknown[]) =>
  JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components });
const spdx = (...purls: string[]) =>
  JSON.stringify({
    spdxVersion: 'SPDX-2.3',
    packages: purls.map((referenceLocator) => ({
      name: 'x',
      versionInfo: '1',
      externalRefs: [{ referenceType: 'purl', referenceLocator }],
    })),
  });

describe('the cataloger of SBOM files', () => {
  test.each([
    [PATH, true],
    ['sbom.json', true],
    ['usr/share/x.spdx.json', true],
    ['usr/share/x.cdx.json', true],
    ['var/lib/db/sbom/a-1-r0.spdx.json', true],
    ['opt/bitnami/nginx/.spdx-nginx.spdx', true],
    ['opt/bitnami/.bitnami_components.json', true],
    ['app/sbom.js', false],
    ['app/node_modules/spdx-license-list/spdx.json', false],
    ['app/abom.json', false],
    ['srv/examples/end-of-life/bom.json', false],
    ['app/node_modules/x/bom.json', false],
    ['app/__tests__/a.cdx.json', false],
    ['usr/share/doc/x/x.spdx.json', false],
    ['usr/lib/python3/site-packages/x-1.dist-info/sboms/x.cdx.json', true],
  ])('wants %s: %s', (path, expected) => {
    expect(wants(sbomClaims, path)).toBe(expected);
  });

  it('reads the packages of CycloneDX as claims, with their package URL', () => {
    const purl = 'pkg:deb/debian/a@1%3A2?arch=amd64&distro=debian-12';
    expect(read(cycloneDx({ name: 'a', purl, licenses: [{ license: { id: 'MIT' } }] }))).toEqual([
      {
        type: 'deb',
        name: 'a',
        version: '1:2',
        arch: 'amd64',
        source: { name: 'a', version: '1:2' },
        license: 'MIT',
        evidence: 'sbom-claim',
        claimedPurl: 'pkg:deb/debian/a@1:2?arch=amd64&distro=debian-12',
      },
    ]);
  });

  it('reads an attestation, and leaves out images', () => {
    const predicate: unknown = JSON.parse(spdx('pkg:npm/a@1', 'pkg:oci/b@sha256%3A12'));
    expect(named(read(JSON.stringify({ predicate })))).toEqual(['a@1']);
  });

  it('leaves out the sources of an apk', () => {
    const text = spdx('pkg:apk/wolfi/a@1-r0', 'pkg:github/a/a@v1', 'pkg:generic/a@1');
    expect(named(read(text, 'var/lib/db/sbom/a-1-r0.spdx.json'))).toEqual(['a@1-r0']);
  });

  it('reads the components of Bitnami', () => {
    const text = '{"nginx":{"arch":"amd64","version":"1.25.3-1"},"x":{},"":{"version":"1"}}';
    expect(damageOf(() => read(text, 'opt/bitnami/.bitnami_components.json'))).toEqual([
      'has 2 damaged components',
      'nginx@1.25.3-1',
    ]);
  });

  it('encodes what a package URL must not contain', () => {
    const [found] = read(spdx('pkg:npm/a@1?x=\u001b[31m\n#\u0000'));
    expect(found?.claimedPurl).toMatch(/^pkg:npm\/a@1\?x=[\x21-\x7e]*$/);
  });

  it('names components without a package URL', () => {
    const plain = ['a', 'b', 'c', 'd'].map((name) => ({ type: 'library', name, version: '1' }));
    expect(() => read(cycloneDx(...plain, { name: 'e', purl: 'pkg:npm/e@1' }))).toThrow(
      expect.objectContaining({
        failure: 'note',
        message: 'lists 4 components without a package URL or version: a 1, b 1, c 1, 1 more',
        found: [expect.objectContaining({ name: 'e' })],
      }),
    );
  });

  it('reports components with hostile names, and keeps the others', () => {
    const text = spdx('pkg:npm/a%1b%5b31m@1', `pkg:npm/${'b'.repeat(2000)}@1`, 'pkg:npm/c@1');
    expect(damageOf(() => read(text))).toEqual(['has 2 damaged components', 'c@1']);
  });

  test.each(['', '{}', '{"name":"a bill"}', '\0\x01', 'x'.repeat(1000)])(
    'finds nothing in a file that is no SBOM: %.30j',
    (text) => {
      expect(read(text)).toEqual([]);
    },
  );

  test.each([
    ['SPDXVersion: SPDX-2.3\nPackageName: a\n'],
    ['{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}'],
    ['<bom xmlns="http://cyclonedx.org/schema/bom/1.6">'],
    ['{"spdxVersion":"SPDX-9.0"}'],
  ])('says that it does not read the format of %s', (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ failure: 'other-format' }));
  });

  test.each([
    cycloneDx({ name: 'a', purl: 'pkg:npm/a@1' }).slice(0, -3),
    `{"bomFormat":"CycloneDX","components":${'['.repeat(100_000)}`,
  ])('rejects a damaged file', (text) => {
    expect(() => read(text)).toThrow(CatalogError);
  });
});
