import { expect, test } from '@jest/globals';
import type { Coverage } from '../../../src/core/coverage.js';
import { inTotoVulnerabilities } from '../../../src/reports/formats/in-toto-vuln.js';
import { parseStatement } from '../../../src/signatures/statement.js';
import { context, lint, report, vulnerability } from '../sample.js';

const IMAGE = {
  kind: 'image',
  name: 'ghcr.io/acme/app:1',
  digest: `sha256:${'a'.repeat(64)}`,
} as const;

const CHECKED: Coverage = { check: 'vulnerability', target: IMAGE.name, state: 'checked' };

test('the attestation lists the vulnerabilities of its image, including those that the policy suppresses', () => {
  const subject = { image: IMAGE.name, purl: 'pkg:npm/a@1' };
  const found = report({
    targets: [IMAGE],
    coverage: [CHECKED],
    findings: [
      vulnerability('CVE-1', 'a', { subject }),
      vulnerability('CVE-2', 'a', { subject, status: 'excepted' }),
      vulnerability('CVE-3', 'a', { subject, status: 'fixed' }),
      vulnerability('CVE-4', 'a', { subject: { image: 'other:1' } }),
      lint(),
    ],
  });
  const text = inTotoVulnerabilities.render(found, context());
  const { predicate, predicateType } = parseStatement(Buffer.from(text));
  expect(predicateType).toBe('https://in-toto.io/attestation/vulns/v0.2');
  expect(predicate.scanner).toMatchObject({
    result: [
      {
        id: 'CVE-1',
        severity: [
          { method: 'portside', score: 'high' },
          { method: 'cvss', score: '7.5' },
        ],
        annotations: [{ purl: 'pkg:npm/a@1', status: 'new' }],
      },
      { id: 'CVE-2', annotations: [{ status: 'excepted' }] },
    ],
  });
});

test.each<[string, Coverage[]]>([
  ['did not run', [{ ...CHECKED, check: 'secret' }]],
  ['failed', [{ ...CHECKED, state: 'failed', allowed: true }]],
  [
    'covers no platform',
    [
      { ...CHECKED, state: 'not-covered', platform: 'linux/amd64' },
      { ...CHECKED, state: 'not-covered', platform: 'linux/arm64' },
    ],
  ],
])('there is no attestation for an image whose check %s', (_, coverage) => {
  const found = report({ targets: [IMAGE], coverage, verdict: { outcome: 'pass', reasons: [] } });
  expect(inTotoVulnerabilities.render(found, context())).toBe('\n');
});

test('the attestation names what the check left out', () => {
  const coverage = [
    { ...CHECKED, state: 'partial', reason: '2 packages without advisories' },
  ] as const;
  const text = inTotoVulnerabilities.render(report({ targets: [IMAGE], coverage }), context());
  expect(JSON.parse(text).predicate['https://github.com/OWNER/portside/incomplete']).toEqual([
    'The vulnerability check of ghcr.io/acme/app:1 is not complete (partial): 2 packages without advisories',
  ]);
});
