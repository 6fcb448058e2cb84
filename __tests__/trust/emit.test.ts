import { expect, it, test } from '@jest/globals';
import type { Finding } from '../../src/findings/finding.js';
import { verificationSummary } from '../../src/trust/emit/verification-summary.js';
import { vulnerabilities } from '../../src/trust/emit/vulnerabilities.js';
import { isAbout, parseStatement } from '../../src/trust/statement.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const subject = { name: 'ghcr.io/acme/app:1', digest: DIGEST };
const checker = { id: 'https://github.com/acme/portside', version: '1.0.0' };
const time = new Date('2026-01-02T03:04:05Z');

/** What we write, we can read. */
function reread(statement: object) {
  return parseStatement(Buffer.from(JSON.stringify(statement)));
}

test.each<[boolean, 0 | 1 | 2 | 3 | undefined, string, string[]]>([
  [true, 3, 'PASSED', ['SLSA_BUILD_LEVEL_3']],
  [true, undefined, 'PASSED', []],
  [false, 3, 'FAILED', ['FAILED']],
])('a summary of passed %s at level %s says %s', (passed, level, result, levels) => {
  const statement = reread(
    verificationSummary({
      subject,
      checker,
      time,
      passed,
      policy: { uri: 'https://github.com/acme/app/blob/main/.github/portside.yml', digest: DIGEST },
      ...(level === undefined ? {} : { level }),
    }),
  );
  expect(isAbout(statement, DIGEST)).toBe(true);
  expect(statement.predicateType).toBe('https://slsa.dev/verification_summary/v1');
  expect(statement.predicate).toMatchObject({
    timeVerified: '2026-01-02T03:04:05.000Z',
    resourceUri: `pkg:oci/app@sha256%3A${'a'.repeat(64)}?repository_url=ghcr.io%2Facme%2Fapp`,
    policy: { digest: { sha256: 'a'.repeat(64) } },
    verificationResult: result,
    verifiedLevels: levels,
  });
});

it('a vulnerability attestation lists what was found of vulnerabilities, and nothing else', () => {
  const finding = (rule: string, more: Partial<Finding>): Finding => ({
    rule,
    aliases: [],
    check: 'vulnerability',
    severity: 'high',
    confidence: 'high',
    tags: [],
    message: '',
    fingerprint: rule,
    status: 'new',
    ...more,
  });
  const { predicate } = reread(
    vulnerabilities({
      subject,
      checker,
      started: time,
      finished: time,
      database: { uri: 'https://api.osv.dev', updated: time },
      findings: [
        finding('CVE-1', { details: { cvss: 9.8 }, subject: { purl: 'pkg:npm/a@1' } }),
        finding('CVE-2', { status: 'excepted' }),
        finding('CVE-3', { status: 'fixed' }),
        finding('DL3008', { check: 'lint' }),
      ],
    }),
  );
  expect(predicate.scanner).toMatchObject({
    result: [
      {
        id: 'CVE-1',
        severity: [
          { method: 'portside', score: 'high' },
          { method: 'cvss', score: '9.8' },
        ],
        annotations: [{ purl: 'pkg:npm/a@1', status: 'new' }],
      },
      { id: 'CVE-2', annotations: [{ status: 'excepted' }] },
    ],
  });
});
