import { expect, it, test } from '@jest/globals';
import type { AppliedException, Finding } from '../../../src/core/finding.js';
import { renderOpenVex } from '../../../src/reports/compliance/openvex.js';
import { applyVex } from '../../../src/vulnerabilities/vex/apply.js';
import { parseVex } from '../../../src/vulnerabilities/vex/read.js';
import { context, report, vulnerability } from '../sample.js';

const DIGEST = `sha256:${'b'.repeat(64)}`;
const target = { kind: 'image', name: 'ghcr.io/acme/app:1', digest: DIGEST } as const;
const policy = {
  source: 'policy',
  rule: 'CVE-1',
  reason: 'only in a build step',
  owner: '@acme/sec',
  until: '2027-01-31',
  policy: 'p.yml',
  line: 7,
} as const;
const excepted = (exception: AppliedException, over: Partial<Finding> = {}) =>
  vulnerability('CVE-1', 'openssl', { status: 'excepted', exception, ...over } as never);
const render = (findings: readonly Finding[], targets: readonly object[] = [target]) =>
  renderOpenVex(report({ findings, targets: targets as never }), context());
const statementsOf = (findings: readonly Finding[]) =>
  JSON.parse(render(findings) ?? '{"statements":[]}').statements;

it('says that the product is not affected if there is proof', () => {
  const [statement] = statementsOf([
    excepted({ source: 'evidence', reason: 'none of the functions f is linked into usr/bin/a' }),
  ]);
  expect(statement).toMatchObject({
    vulnerability: { name: 'CVE-1' },
    status: 'not_affected',
    justification: 'vulnerable_code_not_present',
    impact_statement: 'none of the functions f is linked into usr/bin/a',
  });
  expect(statement.products).toEqual([
    {
      '@id': `pkg:oci/app@${encodeURIComponent(DIGEST)}?repository_url=ghcr.io%2Facme%2Fapp`,
      subcomponents: [{ '@id': 'pkg:deb/debian/openssl@1.0' }],
    },
  ]);
});

it('says that an accepted risk affects the product, with an action statement', () => {
  const [statement] = statementsOf([excepted(policy)]);
  expect(statement).toMatchObject({
    status: 'affected',
    status_notes: 'Exception at p.yml:7',
    action_statement:
      'The risk is accepted by @acme/sec until 2027-01-31: only in a build step. Update openssl to 1.1 or later.',
  });
  expect(statement).not.toHaveProperty('justification');
});

test.each(['not_affected', 'fixed'])('repeats the status %s of another document', (status) => {
  const exception = { source: 'vex', document: 'vendor.json', status, reason: 'why' } as const;
  const [statement] = statementsOf([excepted(exception)]);
  expect(statement).toMatchObject({ status, status_notes: 'Stated by vendor.json' });
  expect('impact_statement' in statement).toBe(status === 'not_affected');
});

it('says nothing about open findings, and about those that are no vulnerabilities', () => {
  const lint = { rule: 'DL3008', check: 'lint', status: 'excepted', exception: policy } as never;
  expect(render([vulnerability('CVE-2', 'curl'), lint])).toBeUndefined();
  expect(render([])).toBeUndefined();
});

it('never says of an exception of the policy that the product is not affected', () => {
  const findings = ['critical', 'low'].map((severity) =>
    excepted(policy, { rule: `CVE-${severity}`, severity: severity as never }),
  );
  expect(statementsOf(findings).map(({ status }: { status: string }) => status)).toEqual([
    'affected',
    'affected',
  ]);
});

it('suppresses, read again, what is proved and not what is accepted', () => {
  const text = render([
    excepted({ source: 'evidence', reason: 'r' }),
    excepted(policy, { rule: 'CVE-2' }),
  ]);
  const document = parseVex('bundle', JSON.parse(text ?? ''));
  const open = ['CVE-1', 'CVE-2'].map((rule) => vulnerability(rule, 'openssl'));
  const { findings } = applyVex(open, [document], { name: target.name, digest: DIGEST });
  expect(findings.map(({ rule, status }) => [rule, status])).toEqual([
    ['CVE-1', 'excepted'],
    ['CVE-2', 'new'],
  ]);
});

it('has the name of a target without a digest as the product', () => {
  const text = render([excepted(policy)], [{ kind: 'image', name: 'dir:/a b' }]);
  expect(JSON.parse(text ?? '').statements[0].products[0]['@id']).toBe(
    'pkg:generic/dir%3A%2Fa%20b',
  );
});

it('is the same for the same findings in any order, and plain text', () => {
  const findings = [excepted(policy), excepted(policy, { rule: 'CVE-0\u202e\u0000' })];
  expect(render(findings)).toBe(render(findings.toReversed()));
  expect(render(findings)).toMatch(/^[\x20-\x7e\n]*$/);
});
