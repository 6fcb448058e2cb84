import { describe, expect, test } from '@jest/globals';
import type { Distribution } from '../../../src/core/package.js';
import { applyVex } from '../../../src/vulnerabilities/vex/apply.js';
import { parseVex } from '../../../src/vulnerabilities/vex/read.js';
import { DIGEST, finding, IMAGE, PURL } from './documents.js';

/** What a document says, in whatever format. */
interface Claim {
  readonly product?: Named;
  /** The product is the image, and only this part of it is meant. */
  readonly component?: Named;
  readonly id?: string;
  readonly status?: 'not_affected' | 'fixed' | 'affected' | 'under_investigation';
  /** A justification of the format; null for none. */
  readonly justification?: string | null;
  readonly impact?: string;
  readonly time?: string;
}

interface Named {
  readonly purl?: string;
  readonly name?: string;
  readonly sha256?: string;
  readonly range?: string;
  readonly cpe?: string;
}

type Format = 'OpenVEX' | 'CycloneDX' | 'CSAF';
type Expected = 'excepted' | 'new';

const OTHER = `sha256:${'b'.repeat(64)}`;
const OPENSSL: Named = { purl: 'pkg:deb/debian/openssl@3.0.1-1' };
const APP: Named = { purl: `pkg:oci/app@${DIGEST}` };
const TIME = '2026-01-01T00:00:00Z';

/** A kind of difference, the expected status of the finding, and one claim for each document. */
const EVERY_FORMAT: readonly (readonly [string, Expected, ...Claim[]])[] = [
  ['the same package', 'excepted', { product: OPENSSL }],
  ['every version', 'excepted', { product: { purl: 'pkg:deb/debian/openssl' } }],
  ['another version', 'new', { product: { purl: 'pkg:deb/debian/openssl@3.0.2-1' } }],
  ['another package', 'new', { product: { purl: 'pkg:deb/debian/openssl-dev@3.0.1-1' } }],
  ['another namespace', 'new', { product: { purl: 'pkg:deb/ubuntu/openssl@3.0.1-1' } }],
  ['no namespace', 'new', { product: { purl: 'pkg:deb/openssl@3.0.1-1' } }],
  ['another type', 'new', { product: { purl: 'pkg:rpm/debian/openssl@3.0.1-1' } }],
  ['the same qualifiers', 'excepted', { product: { purl: PURL } }],
  ['one of them', 'excepted', { product: { purl: `${OPENSSL.purl}?distro=debian-12` } }],
  ['another architecture', 'new', { product: { purl: `${OPENSSL.purl}?arch=arm64` } }],
  ['another release', 'new', { product: { purl: `${OPENSSL.purl}?distro=debian-11` } }],
  ['an unknown qualifier', 'new', { product: { purl: `${OPENSSL.purl}?vendor=acme` } }],
  ['a part of the package', 'new', { product: { purl: `${OPENSSL.purl}#libssl` } }],
  [
    'a package with another hash',
    'new',
    { product: { purl: 'pkg:deb/debian/openssl', sha256: OTHER } },
  ],
  ['the image', 'excepted', { product: APP }],
  ['another digest', 'new', { product: { purl: `pkg:oci/app@${OTHER}` } }],
  [
    'the tag',
    'excepted',
    { product: { purl: 'pkg:oci/app?repository_url=ghcr.io/acme/app&tag=1' } },
  ],
  [
    'another tag',
    'new',
    { product: { purl: 'pkg:oci/app?repository_url=ghcr.io/acme/app&tag=2' } },
  ],
  [
    'another registry',
    'new',
    { product: { purl: 'pkg:oci/app?repository_url=quay.io/acme/app&tag=1' } },
  ],
  [
    'another repository',
    'new',
    { product: { purl: 'pkg:oci/app?repository_url=ghcr.io/acme/app2' } },
  ],
  ['another platform', 'new', { product: { purl: `${APP.purl}?arch=arm64` } }],
  ['a package in the image', 'excepted', { product: APP, component: OPENSSL }],
  ['it in another image', 'new', { product: { purl: `pkg:oci/app@${OTHER}` }, component: OPENSSL }],
  [
    'another package in the image',
    'new',
    { product: APP, component: { purl: 'pkg:deb/debian/curl' } },
  ],
  [
    'another version in the image',
    'new',
    { product: APP, component: { purl: 'pkg:deb/debian/openssl@3.0.2-1' } },
  ],
  ['a product without a name', 'new', { product: {} }],
  ['a text', 'new', { product: { name: 'openssl 3.0.1-1' } }],
  ['a fixed package', 'excepted', { product: OPENSSL, status: 'fixed', justification: null }],
  ['a package under investigation', 'new', { product: OPENSSL, status: 'under_investigation' }],
  ['an affected package', 'new', { product: OPENSSL, status: 'affected' }],
  ['another vulnerability', 'new', { product: OPENSSL, id: 'CVE-2026-10' }],
  ['an alias of the vulnerability', 'excepted', { product: OPENSSL, id: 'GHSA-1' }],
  ['no reason', 'new', { product: OPENSSL, justification: null }],
  ['a blank reason', 'new', { product: OPENSSL, justification: ' ', impact: ' ' }],
  ['only an impact', 'excepted', { product: OPENSSL, justification: null, impact: 'No TLS' }],
  [
    'a package that is affected later, as an instant',
    'new',
    { product: OPENSSL, status: 'affected', time: '2026-01-02T09:00:00-10:00' },
    { product: OPENSSL, time: '2026-01-02T10:00:00Z' },
  ],
  [
    'a package that is not affected later, as an instant',
    'excepted',
    { product: OPENSSL, time: '2026-01-02T09:00:00-10:00' },
    { product: OPENSSL, status: 'affected', time: '2026-01-02T10:00:00Z' },
  ],
  [
    'a package that is affected a microsecond later',
    'new',
    { product: OPENSSL, status: 'affected', time: '2026-01-02T10:00:00.000002Z' },
    { product: OPENSSL, time: '2026-01-02T10:00:00.000001Z' },
  ],
];

const DEBIAN: Distribution = { id: 'debian', version: '12' };

function statusAfter(documents: readonly object[], distribution = DEBIAN): string | undefined {
  const image = { ...IMAGE, platform: 'linux/amd64', distribution };
  const read = documents.map((json, at) => parseVex(`${at}.json`, json));
  return applyVex([finding()], read, image).findings[0]?.status;
}

const FORMATS: readonly Format[] = ['OpenVEX', 'CycloneDX', 'CSAF'];
const documentOf: Record<Format, (claim: Claim) => object> = {
  OpenVEX: openVexOf,
  CycloneDX: cycloneDxOf,
  CSAF: csafOf,
};

describe.each(FORMATS)('in %s', (format) => {
  test.each(EVERY_FORMAT)('a document about %s makes the status %s', (_, expected, ...claims) => {
    expect(statusAfter(claims.map(documentOf[format]))).toBe(expected);
  });
});

const RANGES: readonly (readonly [string, Expected])[] = [
  ['vers:deb/*', 'excepted'],
  ['vers:deb/>=3.0.0|<3.1', 'excepted'],
  ['vers:deb/<3.0.1-1', 'new'],
  ['vers:deb/>=1.0|<1.1|>=3.0|<4', 'excepted'],
  ['vers:deb/3.0.0-1|3.0.1-1', 'excepted'],
  ['vers:deb/!=3.0.1-1', 'new'],
  ['vers:npm/>=3.0.0|<3.1', 'new'],
  ['all before 4', 'new'],
];

describe.each(['CycloneDX', 'CSAF'] as const)('in %s', (format) => {
  test.each(RANGES)('a document about the range %s makes the status %s', (range, expected) => {
    const product = { purl: 'pkg:deb/debian/openssl', range };
    expect(statusAfter([documentOf[format]({ product })])).toBe(expected);
  });
});

describe('in CycloneDX', () => {
  const SERIAL = '3e671687-395b-41f5-a30f-a58921a69b79';
  const [ownLink, otherLink] = [SERIAL, SERIAL.replace('3', '4')].map(
    (one) => `urn:cdx:${one}/1#c`,
  );

  test.each<[string, Expected, object]>([
    ['a false positive', 'excepted', { analysis: { state: 'false_positive' } }],
    ['a package in triage', 'new', { analysis: { state: 'in_triage' } }],
    ['a link to the document', 'excepted', { affects: [{ ref: ownLink }] }],
    ['a link to another document', 'new', { affects: [{ ref: otherLink }] }],
    [
      'an affected version',
      'new',
      { affects: [{ ref: 'c', versions: [{ version: '3.0.1-1', status: 'affected' }] }] },
    ],
    [
      'a range without the affected version',
      'new',
      {
        affects: [
          {
            ref: 'c',
            versions: [
              { version: '3.0.1-1', status: 'affected' },
              { range: 'vers:deb/*', status: 'unaffected' },
            ],
          },
        ],
      },
    ],
    [
      'a range without an unknown one',
      'new',
      {
        affects: [
          {
            ref: 'c',
            versions: [
              { range: 'vers:deb/>=3', status: 'unknown' },
              { range: 'vers:deb/*', status: 'unaffected' },
            ],
          },
        ],
      },
    ],
  ])('a document about %s makes the status %s', (_, expected, vulnerability) => {
    const document = {
      bomFormat: 'CycloneDX',
      serialNumber: `urn:uuid:${SERIAL}`,
      version: 1,
      components: [{ 'bom-ref': 'c', purl: 'pkg:deb/debian/openssl' }],
      vulnerabilities: [
        {
          id: 'CVE-2026-1',
          analysis: { state: 'not_affected', justification: 'code_not_present' },
          affects: [{ ref: 'c' }],
          ...vulnerability,
        },
      ],
    };
    expect(statusAfter([document])).toBe(expected);
  });
});

describe('in CSAF', () => {
  const RHEL: Distribution = {
    id: 'rhel',
    version: '9.4',
    cpe: 'cpe:/o:redhat:enterprise_linux:9::baseos',
  };

  test.each<[string, Expected, Distribution]>([
    ['cpe:/o:debian:debian_linux:12', 'excepted', DEBIAN],
    ['cpe:2.3:o:debian:debian_linux:12:*:*:*:*:*:*:*', 'excepted', DEBIAN],
    ['cpe:/o:debian:debian_linux', 'excepted', DEBIAN],
    ['cpe:/o:debian:debian_linux:11', 'new', DEBIAN],
    ['cpe:/o:canonical:ubuntu_linux:12', 'new', DEBIAN],
    ['cpe:/a:acme:app:1', 'new', DEBIAN],
    ['cpe:/o:redhat:enterprise_linux:9', 'excepted', RHEL],
    ['cpe:/a:redhat:enterprise_linux:9::appstream', 'excepted', RHEL],
    ['cpe:/o:redhat:enterprise_linux:8', 'new', RHEL],
    ['cpe:/a:redhat:rhel_eus:9.4', 'new', RHEL],
    [
      'cpe:/o:suse:sles:15:sp5',
      'excepted',
      { id: 'sles', version: '15.5', cpe: 'cpe:/o:suse:sles:15:sp5' },
    ],
    [
      'cpe:/o:suse:sles:15:sp4',
      'new',
      { id: 'sles', version: '15.5', cpe: 'cpe:/o:suse:sles:15:sp5' },
    ],
    ['cpe:/o:acme:linux:1', 'new', { id: 'acme', version: '1' }],
  ])('a package in the platform %s makes the status %s', (cpe, expected, distribution) => {
    const document = csafOf({ product: { name: 'The system', cpe }, component: OPENSSL });
    expect(statusAfter([document], distribution)).toBe(expected);
  });
});

function openVexOf(claim: Claim): object {
  const { product, component, status = 'not_affected', justification, impact } = claim;
  const named = ({ purl, name, sha256 }: Named) => ({
    '@id': name,
    ...(purl !== undefined && { identifiers: { purl } }),
    ...(sha256 !== undefined && { hashes: { 'sha-256': sha256.slice('sha256:'.length) } }),
  });
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    statements: [
      {
        vulnerability: { name: claim.id ?? 'CVE-2026-1' },
        status,
        timestamp: claim.time ?? TIME,
        ...(justification !== null && {
          justification: justification ?? 'vulnerable_code_not_present',
        }),
        impact_statement: impact,
        products: product && [
          { ...named(product), ...(component && { subcomponents: [named(component)] }) },
        ],
      },
    ],
  };
}

const STATES = {
  not_affected: 'not_affected',
  fixed: 'resolved',
  affected: 'exploitable',
  under_investigation: 'in_triage',
} as const;

/** A component of an image is one of the BOM of the image. */
function cycloneDxOf(claim: Claim): object {
  const { product = {}, component, status = 'not_affected', justification, impact } = claim;
  const { purl, name, sha256, range } = component ?? product;
  return {
    bomFormat: 'CycloneDX',
    ...(component && {
      metadata: { component: { type: 'container', 'bom-ref': 'image', purl: product.purl } },
    }),
    components: [
      {
        'bom-ref': 'c',
        name,
        purl,
        ...(sha256 !== undefined && { hashes: [{ alg: 'SHA-256', content: sha256.slice(7) }] }),
      },
    ],
    vulnerabilities: [
      {
        id: claim.id ?? 'CVE-2026-1',
        analysis: {
          state: STATES[status],
          lastUpdated: claim.time ?? TIME,
          ...(justification !== null && { justification: justification ?? 'code_not_present' }),
          detail: impact,
        },
        affects: [
          {
            ref: name ?? 'c',
            ...(range !== undefined && { versions: [{ range, status: 'unaffected' }] }),
          },
        ],
      },
    ],
  };
}

function csafOf(claim: Claim): object {
  const { product = {}, component, status = 'not_affected', justification, impact } = claim;
  const named = (product_id: string, { purl, name = 'A product', sha256, cpe }: Named) => ({
    product_id,
    name,
    product_identification_helper: {
      purl,
      cpe,
      ...(sha256 !== undefined && {
        hashes: [{ file_hashes: [{ algorithm: 'sha256', value: sha256.slice(7) }] }],
      }),
    },
  });
  const { range } = product;
  const leaf = named('P', product);
  const id = component ? 'P:C' : 'P';
  const product_ids = [id];
  return {
    document: { category: 'csaf_vex', tracking: { current_release_date: claim.time ?? TIME } },
    product_tree: {
      ...(range === undefined
        ? { full_product_names: [leaf] }
        : { branches: [{ category: 'product_version_range', name: range, product: leaf }] }),
      ...(component && {
        branches: [{ category: 'product_name', name: 'part', product: named('C', component) }],
        relationships: [
          {
            category: 'default_component_of',
            product_reference: 'C',
            relates_to_product_reference: 'P',
            full_product_name: { product_id: id, name: 'part of it' },
          },
        ],
      }),
    },
    vulnerabilities: [
      {
        ids: [{ system_name: 'any', text: claim.id ?? 'CVE-2026-1' }],
        product_status: {
          [status === 'fixed' || status === 'under_investigation' ? status : `known_${status}`]:
            product_ids,
        },
        ...(justification !== null && {
          flags: [{ label: justification ?? 'vulnerable_code_not_present', product_ids }],
        }),
        ...(impact !== undefined && {
          threats: [{ category: 'impact', details: impact, product_ids }],
        }),
      },
    ],
  };
}
