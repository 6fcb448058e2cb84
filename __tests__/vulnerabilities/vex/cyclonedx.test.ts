import { describe, expect, test } from '@jest/globals';
import { PURL, statusAfter } from './documents.js';

describe('a CycloneDX document', () => {
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
    ['false_positive', 'c2', 'excepted'],
    ['whatever', 'c2', 'new'],
  ])('with %s for %s makes the status %s', (state, ref, expected) => {
    expect(statusAfter(bom(state, ref))).toBe(expected);
  });

  const NAME = 'pkg:deb/debian/openssl';
  test.each([
    [[{ version: '3.0.1-1', status: 'unaffected' }], 'excepted'],
    [[{ version: '3.0.1-1' }], 'excepted'],
    [[{ version: '9', status: 'unaffected' }], 'new'],
    [[{ version: '3.0.1-1', status: 'affected' }], 'new'],
    [[{ range: 'vers:deb/<9', status: 'unaffected' }], 'excepted'],
    [[{ status: 'unaffected' }], 'new'],
  ])('with the versions %j makes the status %s', (versions, expected) => {
    const document = bom('not_affected', NAME);
    const [vulnerability] = document.vulnerabilities;
    const affects = [{ ref: NAME, versions }];
    expect(statusAfter({ ...document, vulnerabilities: [{ ...vulnerability, affects }] })).toBe(
      expected,
    );
  });

  test.each([
    ['3e671687-395b-41f5-a30f-a58921a69b79', 'excepted'],
    ['00000000-395b-41f5-a30f-a58921a69b79', 'new'],
  ])('a BOM-Link to the document %s makes the status %s', (serial, expected) => {
    const document = bom('not_affected', `urn:cdx:${serial}/1#c2`);
    const serialNumber = 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79';
    expect(statusAfter({ ...document, serialNumber })).toBe(expected);
  });
});
