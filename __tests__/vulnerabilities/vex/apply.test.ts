import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import { applyVex } from '../../../src/vulnerabilities/vex/apply.js';
import { parseVex, readVex } from '../../../src/vulnerabilities/vex/read.js';
import { temporaryFolder } from '../fixtures.js';

const PURL = 'pkg:deb/debian/openssl@3.0.1-1?arch=amd64&distro=debian-12';
const DIGEST = `sha256:${'a'.repeat(64)}`;
const IMAGE = { name: 'ghcr.io/acme/app:1', digest: DIGEST };

function finding(more: object = {}): Finding {
  return {
    rule: 'CVE-2026-1',
    aliases: ['GHSA-1'],
    check: 'vulnerability',
    severity: 'high',
    confidence: 'high',
    tags: [],
    message: '',
    subject: { purl: PURL },
    fingerprint: 'x',
    status: 'new',
    ...more,
  } as Finding;
}

function openVex(...statements: object[]): object {
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    timestamp: '2026-01-01T00:00:00Z',
    statements,
  };
}

function statement(more: object = {}): object {
  return {
    vulnerability: { name: 'CVE-2026-1' },
    products: [{ '@id': 'pkg:deb/debian/openssl' }],
    status: 'not_affected',
    justification: 'vulnerable_code_not_present',
    ...more,
  };
}

const judge = (document: object, one = finding()) =>
  applyVex([one], [parseVex('v.json', document)], IMAGE).findings[0];
const status = (document: object, one = finding()) => judge(document, one)?.status;

describe('OpenVEX', () => {
  test('not_affected suppresses, with its justification', () => {
    expect(judge(openVex(statement({ impact_statement: 'TLS is not built' })))).toMatchObject({
      status: 'excepted',
      exception: {
        source: 'vex',
        document: 'v.json',
        status: 'not_affected',
        reason: 'vulnerable_code_not_present: TLS is not built',
      },
    });
  });

  test.each([
    ['not_affected', 'excepted'],
    ['fixed', 'excepted'],
    ['affected', 'new'],
    ['under_investigation', 'new'],
    ['whatever', 'new'],
  ])('%s leaves the finding %s', (word, expected) => {
    expect(status(openVex(statement({ status: word })))).toBe(expected);
  });

  test.each([
    ['the name alone', ['pkg:deb/debian/openssl'], 'excepted'],
    ['the version', ['pkg:deb/debian/openssl@3.0.1-1'], 'excepted'],
    ['fewer qualifiers', ['pkg:deb/debian/openssl@3.0.1-1?arch=amd64'], 'excepted'],
    ['another version', ['pkg:deb/debian/openssl@3.0.2-1'], 'new'],
    ['another qualifier', ['pkg:deb/debian/openssl@3.0.1-1?arch=arm64'], 'new'],
    ['another package', ['pkg:deb/debian/curl'], 'new'],
    ['the beginning of a name', ['pkg:deb/debian/open'], 'new'],
    ['the image by digest', [`pkg:oci/app@${DIGEST.replace(':', '%3A')}`], 'excepted'],
    ['another digest', [`pkg:oci/app@sha256:${'b'.repeat(64)}`], 'new'],
    [
      'the image by name and repository',
      ['pkg:oci/app?repository_url=ghcr.io/acme/app'],
      'excepted',
    ],
    ['an image of another repository', ['pkg:oci/app?repository_url=ghcr.io/evil/app'], 'new'],
    ['nothing', [], 'new'],
    ['no purl', ['openssl'], 'new'],
  ])('a product that is %s', (_, ids, expected) => {
    const products = ids.map((id) => ({ '@id': id }));
    expect(status(openVex(statement({ products })))).toBe(expected);
  });

  test('a component of the image is meant in that image alone', () => {
    const of = (id: string, component: string) =>
      openVex(statement({ products: [{ '@id': id, subcomponents: [{ '@id': component }] }] }));
    expect(status(of(`pkg:oci/app@${DIGEST}`, 'pkg:deb/debian/openssl'))).toBe('excepted');
    expect(status(of(`pkg:oci/app@${DIGEST}`, 'pkg:deb/debian/curl'))).toBe('new');
    expect(status(of('pkg:oci/other', 'pkg:deb/debian/openssl'))).toBe('new');
  });

  test('the later statement counts, wherever it stands', () => {
    const early = statement({ timestamp: '2026-01-02T00:00:00Z' });
    const late = statement({ status: 'affected', timestamp: '2026-01-03T00:00:00Z' });
    expect(status(openVex(early, late))).toBe('new');
    expect(status(openVex(late, early))).toBe('new');
  });

  test('an alias of either side names the vulnerability', () => {
    expect(status(openVex(statement({ vulnerability: { name: 'GHSA-1' } })))).toBe('excepted');
    expect(
      status(openVex(statement({ vulnerability: { name: 'X', aliases: ['CVE-2026-1'] } }))),
    ).toBe('excepted');
    expect(status(openVex(statement({ vulnerability: 'CVE-2026-1' })))).toBe('excepted');
    expect(status(openVex(statement({ vulnerability: { name: 'CVE-2026-10' } })))).toBe('new');
  });

  test('malware is never suppressed', () => {
    expect(status(openVex(statement()), finding({ check: 'malware' }))).toBe('new');
  });

  test('an attestation’s predicate is the document', () => {
    expect(
      status({ predicateType: 'https://openvex.dev/ns', predicate: openVex(statement()) }),
    ).toBe('excepted');
  });
});

describe('CSAF', () => {
  const csaf = (vulnerability: object) => ({
    document: { category: 'csaf_vex', tracking: { current_release_date: '2026-01-01T00:00:00Z' } },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          branches: [
            {
              product: {
                product_id: 'P1',
                name: 'OpenSSL',
                product_identification_helper: { purl: 'pkg:deb/debian/openssl@3.0.1-1' },
              },
            },
            {
              product: {
                product_id: 'IMG',
                name: 'app',
                product_identification_helper: { purl: `pkg:oci/app@${DIGEST}` },
              },
            },
          ],
        },
      ],
      full_product_names: [
        {
          product_id: 'P2',
          name: 'curl',
          product_identification_helper: { purl: 'pkg:deb/debian/curl' },
        },
      ],
      relationships: [
        {
          product_reference: 'P1',
          relates_to_product_reference: 'IMG',
          full_product_name: { product_id: 'IMG:P1' },
        },
      ],
    },
    vulnerabilities: [{ cve: 'CVE-2026-1', ...vulnerability }],
  });

  test.each([
    ['known_not_affected', 'P1', 'excepted'],
    ['known_not_affected', 'IMG:P1', 'excepted'],
    ['known_not_affected', 'P2', 'new'],
    ['known_not_affected', 'missing', 'new'],
    ['fixed', 'P1', 'excepted'],
    ['known_affected', 'P1', 'new'],
    ['under_investigation', 'P1', 'new'],
  ])('%s of %s leaves the finding %s', (field, product, expected) => {
    expect(status(csaf({ product_status: { [field]: [product] } }))).toBe(expected);
  });

  test('the flag and the impact statement are the justification', () => {
    const flagged = csaf({
      product_status: { known_not_affected: ['P1'] },
      flags: [{ label: 'vulnerable_code_not_present', product_ids: ['P1'] }],
      threats: [{ category: 'impact', details: 'Not built in', product_ids: ['P1'] }],
    });
    expect(judge(flagged)?.exception).toMatchObject({
      reason: 'vulnerable_code_not_present: Not built in',
    });
  });
});

describe('CycloneDX', () => {
  const bom = (state: string, ref: string) => ({
    bomFormat: 'CycloneDX',
    components: [{ 'bom-ref': 'c1', components: [{ 'bom-ref': 'c2', purl: PURL }] }],
    vulnerabilities: [
      {
        id: 'CVE-2026-1',
        analysis: { state, justification: 'code_not_reachable' },
        affects: [{ ref }],
      },
    ],
  });

  test.each([
    ['not_affected', 'c2', 'excepted'],
    ['resolved', 'c2', 'excepted'],
    ['not_affected', PURL, 'excepted'],
    [
      'not_affected',
      `urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#${encodeURIComponent(PURL)}`,
      'excepted',
    ],
    ['not_affected', 'c1', 'new'],
    ['exploitable', 'c2', 'new'],
    ['in_triage', 'c2', 'new'],
    ['false_positive', 'c2', 'new'],
  ])('%s of %s leaves the finding %s', (state, ref, expected) => {
    expect(status(bom(state, ref))).toBe(expected);
  });
});

test('what a document suppresses is counted by document', () => {
  const documents = [parseVex('a', openVex(statement())), parseVex('b', openVex())];
  expect(
    applyVex([finding(), finding({ rule: 'X', aliases: [] })], documents, IMAGE).counts,
  ).toEqual([
    { document: 'a', suppressed: 1 },
    { document: 'b', suppressed: 0 },
  ]);
});

describe('a file that is no VEX document is an error of the user', () => {
  const folder = temporaryFolder();
  test.each(['hello', '[]', '{}', '{"@context":"https://example.com"}'])('%s', async (text) => {
    writeFileSync(join(folder, 'v.json'), text);
    await expect(readVex(join(folder, 'v.json'))).rejects.toMatchObject({
      name: 'PortsideError',
      kind: 'usage',
    });
  });

  test('one that is missing', async () => {
    await expect(readVex(join(folder, 'missing'))).rejects.toMatchObject({ kind: 'usage' });
  });

  test('with odd statements has none of them', () => {
    const odd = openVex(
      {},
      { status: 'fixed' },
      { vulnerability: 5, status: 'fixed' },
      statement({ products: 5 }),
      statement({ products: [5, {}] }),
    );
    expect(status(odd)).toBe('new');
  });
});
