import { describe, expect, test } from '@jest/globals';
import { baseImageFinding } from '../../src/base-images/finding.js';
import { toMeasurements } from '../../src/base-images/measurement.js';
import { recommendBaseImages } from '../../src/base-images/recommend.js';
import { detailsOf } from '../core/details-of.js';

const LOCATION = { path: 'Dockerfile', startLine: 1, startColumn: 6, endLine: 1, endColumn: 13 };
const DIGEST = `sha256:${'d'.repeat(64)}`;

function finding(reference: string, literal = true, measurements = new Map()) {
  const advice = recommendBaseImages(reference, '2026-11-24');
  if (!advice) throw new Error(`no advice for ${reference}`);
  const measured = measurements.size > 0 ? toMeasurements(measurements) : undefined;
  return baseImageFinding({ reference, literal, location: LOCATION }, advice, measured);
}

describe('advice as a finding', () => {
  test('is information on the word, with the first option as its fix and the others named', () => {
    const found = finding('node:20');
    expect(found).toMatchObject({
      rule: 'BASE-IMAGE',
      check: 'hardening',
      severity: 'info',
      location: LOCATION,
      fix: { edits: [{ startLine: 1, startColumn: 6, endColumn: 13, text: 'node:24' }] },
    });
    expect(found?.message).toMatch(
      /^node 20 has had no support since 2026-04-30: build on node:24 \(supported until 2028-04-30\) instead of node:20\. Also: node:24-slim, node:24-alpine \(musl instead of glibc\), /,
    );
  });

  test('has no edit where the reference is made of variables, or would lose its digest', () => {
    expect(finding('node:20', false)?.fix).toBeUndefined();
    expect(finding(`node:20@${DIGEST}`)?.fix).toBeUndefined();
  });

  test('measured, says what changes and pins the digest', () => {
    const measurements = new Map([
      ['node:20', { digest: DIGEST, bytes: 396e6, vulnerabilities: { high: 12, low: 298 } }],
      ['node:24', { digest: DIGEST, bytes: 402e6, vulnerabilities: { low: 40 } }],
      ['node:24-slim', { digest: DIGEST, bytes: 74e6, vulnerabilities: undefined }],
    ]);
    const found = finding(`node:20`, true, measurements);
    expect(found?.fix?.edits[0]?.text).toBe(`node:24@${DIGEST}`);
    expect(found?.message).toContain('310 → 40 vulnerabilities and 396 → 402 MB');
    expect(found?.message).toContain('node:24-slim (74 MB)');
    expect(detailsOf(found).before).toEqual({
      digest: DIGEST,
      bytes: 396e6,
      vulnerabilities: { high: 12, low: 298 },
    });
  });

  test('keeps its fingerprint when tag and digest change', () => {
    expect(finding('node:20')?.fingerprint).toBe(finding('node:18.12.0')?.fingerprint);
  });
});
