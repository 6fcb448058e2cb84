import type { Finding } from '../../../src/core/finding.js';
import { applyVex } from '../../../src/vulnerabilities/vex/apply.js';
import { parseVex } from '../../../src/vulnerabilities/vex/read.js';

export const PURL = 'pkg:deb/debian/openssl@3.0.1-1?arch=amd64&distro=debian-12';
export const DIGEST = `sha256:${'a'.repeat(64)}`;
export const IMAGE = { name: 'ghcr.io/acme/app:1', digest: DIGEST };

/** A finding about CVE-2026-1, also GHSA-1, in openssl. */
export function finding(more: object = {}): Finding {
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

/** An OpenVEX document. */
export function openVex(...statements: object[]): object {
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    timestamp: '2026-01-01T00:00:00Z',
    statements,
  };
}

/** An OpenVEX statement that suppresses the finding. */
export function statement(more: object = {}): object {
  return {
    vulnerability: { name: 'CVE-2026-1' },
    products: [{ '@id': 'pkg:deb/debian/openssl' }],
    status: 'not_affected',
    justification: 'vulnerable_code_not_present',
    ...more,
  };
}

/** The finding after a document was applied to it. */
export function apply(document: object, before = finding()): Finding | undefined {
  return applyVex([before], [parseVex('v.json', document)], IMAGE).findings[0];
}

export function statusAfter(document: object, before = finding()): string | undefined {
  return apply(document, before)?.status;
}
