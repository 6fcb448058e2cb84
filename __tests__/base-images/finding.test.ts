import { describe, expect, test } from '@jest/globals';
import { baseImageFinding } from '../../src/base-images/finding.js';
import { toMeasurements } from '../../src/base-images/measurement.js';
import { recommendBaseImages } from '../../src/base-images/recommend.js';
import { detailsOf } from '../core/details-of.js';

const LOCATION = { path: 'Dockerfile', startLine: 1, startColumn: 6, endLine: 1, endColumn: 13 };
const DIGEST = `sha256:${'d'.repeat(64)}`;

function finding(reference: string, literal = true, measured = new Map()) {
  const advice = recommendBaseImages(reference, '2026-11-24');
  if (!advice) throw new Error(`no advice for ${reference}`);
  const measurements = measured.size > 0 ? toMeasurements(measured) : undefined;
  return baseImageFinding({ reference, literal, location: LOCATION }, advice, measurements);
}

describe('a base image finding', () => {
  test('is reported on the reference, with the first recommendation as its fix and the others as alternatives', () => {
    const found = finding('node:20');
    expect(found).toMatchObject({
      rule: 'BASE-IMAGE',
      check: 'hardening',
      severity: 'info',
      location: LOCATION,
      fix: { edits: [{ startLine: 1, startColumn: 6, endColumn: 13, text: 'node:24' }] },
    });
    expect(found?.message).toMatch(
      /^node 20 reached end of life on 2026-04-30: use node:24 \(supported until 2028-04-30\) instead of node:20\. Alternatives: node:24-slim \(without compilers and many packages\), node:24-alpine \(musl instead of glibc\), /,
    );
  });

  test('has no fix when the reference contains variables, or would lose its digest', () => {
    expect(finding('node:20', false)?.fix).toBeUndefined();
    expect(finding(`node:20@${DIGEST}`)?.fix).toBeUndefined();
  });

  test.each([
    ['mcr.microsoft.com/dotnet/sdk:6.0.401', 'Choose its most exact tag'],
    ['registry.access.redhat.com/ubi9/ubi:9.3-1610', 'Choose its most exact tag'],
    [`node:20@${DIGEST}`, 'Replace its digest too'],
  ])('has no fix for %s, which is more exact, and says: %s', (reference, advice) => {
    const found = finding(reference);
    expect(found?.fix).toBeUndefined();
    expect(found?.message).toContain(`. ${advice}`);
    expect(found?.message).not.toContain('sha256');
  });

  test('pins the new digest of a reference with a digest', () => {
    const measured = new Map([
      ['node:24', { digest: DIGEST, bytes: 402e6, vulnerabilities: undefined }],
    ]);
    const found = finding(`node:20@sha256:${'1'.repeat(64)}`, true, measured);
    expect(found?.fix?.edits[0]?.text).toBe(`node:24@${DIGEST}`);
    expect(found?.message).not.toContain('its digest');
  });

  test('with measurements, compares both images and pins the digest', () => {
    const measured = new Map([
      ['node:20', { digest: DIGEST, bytes: 396e6, vulnerabilities: { high: 12, low: 298 } }],
      ['node:24', { digest: DIGEST, bytes: 402e6, vulnerabilities: { low: 40 } }],
      ['node:24-slim', { digest: DIGEST, bytes: 74e6, vulnerabilities: undefined }],
    ]);
    const found = finding('node:20', true, measured);
    expect(found?.fix?.edits[0]?.text).toBe(`node:24@${DIGEST}`);
    expect(found?.message).toContain('310 → 40 known vulnerabilities, 396 → 402 MB');
    expect(found?.message).toContain('node:24-slim (74 MB, ');
    expect(detailsOf(found).before).toEqual({
      digest: DIGEST,
      bytes: 396e6,
      vulnerabilities: { high: 12, low: 298 },
    });
  });

  test.each(['node:20', 'debian:10', 'python:3.12.1-slim', 'node:24.0.0', 'node:24'])(
    'of %s is another one than the next, if its advice is followed',
    (reference) => {
      const now = finding(reference);
      const [{ reference: next = '' } = {}] = detailsOf(now).options as { reference?: string }[];
      const later = recommendBaseImages(next, '2026-11-24') && finding(next);
      expect(later?.fingerprint).not.toBe(now?.fingerprint);
    },
  );

  test('keeps its fingerprint when the tag changes', () => {
    expect(finding('node:20')?.fingerprint).toBe(finding('node:18.12.0')?.fingerprint);
  });
});
