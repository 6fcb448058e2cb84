import { describe, expect, test } from '@jest/globals';
import { applyVex } from '../../../src/vulnerabilities/vex/apply.js';
import type { VexImage } from '../../../src/vulnerabilities/vex/products.js';
import { parseVex } from '../../../src/vulnerabilities/vex/read.js';
import { DIGEST, finding, openVex, statement } from './documents.js';

const OTHER = 'b'.repeat(64);
const HEX = DIGEST.slice('sha256:'.length);
const FILE: VexImage = { name: 'app.tar', digest: DIGEST, platform: 'linux/amd64', isFile: true };
const TAGGED: VexImage = { name: 'ghcr.io/acme/app:1', digest: DIGEST, platform: 'linux/amd64' };

/** The status of a finding about the package after the document was applied. */
function statusIn(
  image: VexImage,
  document: object,
  purl = 'pkg:npm/lodash@4.17.15',
): string | undefined {
  const before = finding({ subject: { purl } });
  return applyVex([before], [parseVex('v.json', document)], image).findings[0]?.status;
}

const LODASH = 'pkg:npm/lodash';
const cpe = (version: string) => `cpe:2.3:a:lodash:lodash:${version}:*:*:*:*:node.js:*:*`;

describe('an OpenVEX product', () => {
  const packages: [string, object][] = [
    ['new', { '@id': LODASH, identifiers: { purl: `${LODASH}@4.17.14` } }],
    ['new', { '@id': `${LODASH}@4.17.14`, identifiers: { purl: LODASH } }],
    ['new', { '@id': LODASH, hashes: { 'sha-256': '0'.repeat(64) } }],
    ['new', { '@id': LODASH, hashes: { 'sha-256': 1 } }],
    ['new', { '@id': LODASH, hashes: ['00'] }],
    ['new', { '@id': LODASH, identifiers: { purl: ['pkg:npm/lodash@4.17.14'] } }],
    ['new', { '@id': LODASH, identifiers: { purl: 'lodash@4.17.14' } }],
    ['new', { '@id': LODASH, identifiers: { cpe23: cpe('4.17.14') } }],
    ['new', { '@id': LODASH, identifiers: { cpe22: 'cpe:/a:lodash:lodash:4.17.14' } }],
    ['new', { '@id': LODASH, identifiers: { cpe23: cpe('4.17.15:beta').replace(':*', '') } }],
    ['new', { '@id': LODASH, identifiers: { cpe23: cpe('4.17.*') } }],
    ['new', { '@id': LODASH, identifiers: { cpe23: 'lodash' } }],
    ['new', { '@id': 'lodash@4.17.14', identifiers: { purl: LODASH } }],
    ['new', { '@id': `${LODASH}@` }],
    ['new', { '@id': `${LODASH}@%20?a=` }],
    ['excepted', { '@id': LODASH, identifiers: { purl: `${LODASH}@4.17.15` } }],
    ['excepted', { '@id': LODASH, identifiers: { cpe23: cpe('4.17.15') } }],
    ['excepted', { '@id': LODASH, identifiers: { cpe23: cpe('*') } }],
    ['excepted', { '@id': LODASH, identifiers: { cpe22: 'cpe:/a:lodash:lodash' } }],
    ['excepted', { '@id': 'https://acme.example/lodash', identifiers: { purl: LODASH } }],
    ['excepted', { '@id': 'lodash@4.17.15', identifiers: { purl: LODASH } }],
    ['excepted', { '@id': LODASH, hashes: {}, identifiers: {} }],
  ];

  test.each(packages)('makes the status %s, if it is %j', (expected, product) => {
    expect(statusIn(FILE, openVex(statement({ products: [product] })))).toBe(expected);
  });

  test.each(packages)('makes the status %s, if its component is %j', (expected, component) => {
    const products = [{ '@id': 'app.tar', subcomponents: [component] }];
    expect(statusIn(FILE, openVex(statement({ products })))).toBe(expected);
  });

  test.each<[string, VexImage, object]>([
    ['new', FILE, { '@id': 'app.tar', identifiers: { purl: 'pkg:oci/app@sha256%3Adead' } }],
    ['new', FILE, { '@id': 'app.tar', identifiers: { purl: 'pkg:npm/app' } }],
    ['new', FILE, { '@id': 'app.tar', hashes: { 'sha-256': '0000' } }],
    ['new', FILE, { '@id': 'app.tar', hashes: { 'sha-512': '0000' } }],
    ['new', FILE, { '@id': 'app.tar', identifiers: { cpe23: 'cpe:2.3:a:acme:app:9' } }],
    ['new', FILE, { '@id': `sha256:${OTHER}`, identifiers: { purl: `pkg:oci/app@${DIGEST}` } }],
    ['new', TAGGED, { '@id': 'ghcr.io/acme/app:2', identifiers: { purl: 'pkg:oci/app' } }],
    ['new', TAGGED, { '@id': 'ghcr.io/acme/web', identifiers: { purl: 'pkg:oci/app' } }],
    ['new', TAGGED, { '@id': 'pkg:oci/app@' }],
    ['excepted', FILE, { '@id': 'app.tar', hashes: { 'sha-256': HEX.toUpperCase() } }],
    ['excepted', FILE, { '@id': 'app.tar', identifiers: { purl: `pkg:oci/app@${DIGEST}` } }],
    ['excepted', FILE, { '@id': 'Acme App', identifiers: { purl: `pkg:oci/app@${DIGEST}` } }],
    ['excepted', TAGGED, { '@id': 'urn:acme:app', identifiers: { purl: 'pkg:oci/app?tag=1' } }],
  ])('makes the status %s in %j, if it is %j', (expected, image, product) => {
    expect(statusIn(image, openVex(statement({ products: [product] })))).toBe(expected);
  });

  test('that contradicts itself still revokes an earlier statement', () => {
    const products = [{ '@id': LODASH, identifiers: { purl: `${LODASH}@4.17.14` } }];
    const early = statement({ products: [{ '@id': LODASH }] });
    const late = { status: 'affected', timestamp: '2026-01-02T00:00:00Z', products };
    expect(statusIn(FILE, openVex(early, statement(late)))).toBe('new');
  });
});

describe('a CycloneDX component', () => {
  const SERIAL = '3e671687-395b-41f5-a30f-a58921a69b79';
  const bom = (ref: string, component: object) => ({
    bomFormat: 'CycloneDX',
    serialNumber: `urn:uuid:${SERIAL}`,
    version: 1,
    components: [component],
    vulnerabilities: [
      {
        id: 'CVE-2026-1',
        analysis: { state: 'not_affected', justification: 'code_not_present' },
        affects: [{ ref }],
      },
    ],
  });

  test.each<[string, string, object]>([
    ['new', 'c', { 'bom-ref': 'c', version: '4.17.14', purl: LODASH }],
    ['new', 'c', { 'bom-ref': 'c', version: '4.17.14', purl: `${LODASH}@4.17.15` }],
    ['new', 'c', { 'bom-ref': 'c', purl: LODASH, cpe: cpe('4.17.14') }],
    ['new', 'c', { 'bom-ref': 'c', purl: LODASH, hashes: [{ alg: 'SHA-256', content: '00' }] }],
    ['new', LODASH, { 'bom-ref': LODASH, version: '4.17.14' }],
    ['new', `${LODASH}@4.17.14`, { 'bom-ref': `${LODASH}@4.17.14`, purl: LODASH }],
    ['new', 'app.tar', { 'bom-ref': 'app.tar', name: 'app', version: '9' }],
    ['new', `urn:cdx:${SERIAL.replace('3', '4')}/1#app.tar`, {}],
    ['new', `urn:cdx:${SERIAL}/2#c`, { 'bom-ref': 'c', purl: LODASH }],
    ['excepted', `urn:cdx:${SERIAL}/1#c`, { 'bom-ref': 'c', purl: LODASH }],
    ['excepted', 'c', { 'bom-ref': 'c', version: '4.17.15', purl: LODASH }],
    ['excepted', LODASH, { 'bom-ref': LODASH, version: 'v4.17.15' }],
    [
      'excepted',
      `${LODASH}@4.17.15?package-id=1`,
      {
        'bom-ref': `${LODASH}@4.17.15?package-id=1`,
        version: '4.17.15',
        purl: `${LODASH}@4.17.15`,
        hashes: [{ alg: 'SHA-512', content: '00' }],
      },
    ],
  ])('makes the status %s by the reference %s, if it is %j', (expected, ref, component) => {
    expect(statusIn(FILE, bom(ref, component))).toBe(expected);
  });

  const RPM = 'pkg:rpm/redhat/openssl@3.0.1-1.el9?arch=x86_64&epoch=1';
  const GO = 'pkg:golang/stdlib@1.21.0';
  test.each([
    ['excepted', RPM, '1:3.0.1-1.el9', 'cpe:2.3:a:redhat:openssl:1\\:3.0.1-1.el9:*:*:*:*:*:*:*'],
    ['excepted', RPM, '3.0.1-1.el9', 'cpe:/a:openssl:openssl:3.0.1'],
    ['excepted', RPM, 'openssl-1:3.0.1-1.el9.x86_64', 'cpe:/a:openssl:openssl'],
    ['excepted', GO, 'go1.21.0', 'cpe:2.3:a:golang:go:1.21.0:-:*:*:*:*:*:*'],
    ['new', RPM, '2:3.0.1-1.el9', 'cpe:/a:openssl:openssl'],
    ['new', RPM, '3.0.1-2.el9', 'cpe:/a:openssl:openssl'],
    ['new', RPM, '3.0.1-1.el9', 'cpe:/a:openssl:openssl:3.0.2'],
    ['new', GO, 'go1.21.0', 'cpe:2.3:a:golang:go:1.21.0:rc1:*:*:*:*:*:*'],
  ])(
    'makes the status %s of %s, if a tool writes it as %s, %s',
    (expected, purl, version, named) => {
      const component = { 'bom-ref': 'c', purl, version, cpe: named };
      expect(statusIn(FILE, bom('c', component), purl)).toBe(expected);
    },
  );
});

describe('a CSAF product', () => {
  const csaf = (tree: object) => ({
    document: { category: 'csaf_vex', tracking: { current_release_date: '2026-01-01T00:00:00Z' } },
    product_tree: tree,
    vulnerabilities: [
      {
        cve: 'CVE-2026-1',
        product_status: { known_not_affected: ['P'] },
        flags: [{ label: 'component_not_present', product_ids: ['P'] }],
      },
    ],
  });
  const product = (name: string, product_identification_helper: object) => ({
    product_id: 'P',
    name,
    product_identification_helper,
  });

  test.each([
    ['new', 'product_version', '4.17.14', LODASH],
    ['new', 'product_version', '4.17.14', `${LODASH}@4.17.15`],
    ['new', 'product_version_range', 'vers:npm/<4.17.0', LODASH],
    ['new', 'product_version_range', 'all before 4.17.15', LODASH],
    ['new', 'architecture', 'arm64', LODASH],
    ['excepted', 'product_version', '4.17.15', LODASH],
    ['excepted', 'product_version', 'lodash-4.17.15', LODASH],
    ['excepted', 'product_version_range', 'vers:npm/*', LODASH],
    ['excepted', 'product_name', 'lodash', LODASH],
    ['excepted', 'architecture', 'x86_64', LODASH],
  ])('makes the status %s below the branch %s %s: %s', (expected, category, name, purl) => {
    const leaf = { category: 'product_name', name: 'x', product: product('lodash', { purl }) };
    expect(statusIn(FILE, csaf({ branches: [{ category, name, branches: [leaf] }] }))).toBe(
      expected,
    );
    const itself = { category, name, product: product('lodash', { purl }) };
    expect(statusIn(FILE, csaf({ branches: [itself] }))).toBe(expected);
  });

  const hashes = (value: string) => [{ file_hashes: [{ algorithm: 'sha256', value }] }];
  test.each<[string, VexImage, string, object]>([
    ['new', TAGGED, 'ghcr.io/acme/app', { cpe: 'cpe:2.3:a:acme:app:9:*:*:*:*:*:*:*' }],
    ['new', TAGGED, 'ghcr.io/acme/app', { hashes: hashes(OTHER) }],
    ['new', FILE, 'app.tar', { cpe: 'cpe:/a:acme:app:9' }],
    ['new', FILE, 'lodash 4.17.14', { purl: LODASH }],
    ['new', FILE, 'lodash', { purls: [`${LODASH}@4.17.15`, `${LODASH}@4.17.14`] }],
    ['excepted', TAGGED, 'ghcr.io/acme/app', { cpe: 'cpe:2.3:a:acme:app:1:*:*:*:*:*:*:*' }],
    ['excepted', TAGGED, 'ghcr.io/acme/app', { hashes: hashes(HEX) }],
    ['excepted', FILE, 'lodash 4.17.15', { purl: LODASH }],
    ['excepted', FILE, 'lodash 4.17', { purl: `${LODASH}@4.17.15` }],
    ['new', FILE, 'lodash 4.17.1', { purl: LODASH }],
    ['excepted', FILE, 'lodash', { purls: [`${LODASH}@4.17.15?arch=a`, `${LODASH}@4.17.15`] }],
  ])('makes the status %s in %j, if it is %s with %j', (expected, image, name, helper) => {
    expect(statusIn(image, csaf({ full_product_names: [product(name, helper)] }))).toBe(expected);
  });
});
