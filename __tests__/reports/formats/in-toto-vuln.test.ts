import { expect, test } from '@jest/globals';
import { inTotoVulnerabilities } from '../../../src/reports/formats/in-toto-vuln.js';
import { parseStatement } from '../../../src/signatures/statement.js';
import { context, lint, report, vulnerability } from '../sample.js';

const IMAGE = {
  kind: 'image',
  name: 'ghcr.io/acme/app:1',
  digest: `sha256:${'a'.repeat(64)}`,
} as const;

test('the attestation lists the vulnerabilities of its image, including those that the policy suppresses', () => {
  const subject = { image: IMAGE.name, purl: 'pkg:npm/a@1' };
  const found = report({
    targets: [IMAGE],
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
