import { expect, test } from '@jest/globals';
import type { MissingFact } from '../../src/core/coverage.js';
import { applyPolicy } from '../../src/policy/apply.js';
import { loadPolicy } from '../../src/policy/load.js';

const missing: readonly MissingFact[] = [
  { fact: 'known-exploited', target: 'app:1', reason: 'KEV is not available' },
  { fact: 'epss', target: 'app:1', reason: 'EPSS is not available' },
];
const now = new Date('2026-11-24T12:00:00Z');

async function verdictOf(text: string, missingFacts = missing) {
  const nothing = { findings: [], incomplete: [], targets: [], packages: [] };
  const policy = await loadPolicy(text, 'p.yml');
  return applyPolicy({ ...nothing, missingFacts }, policy, { now });
}

const rule = (when: string) =>
  `rules: [{ id: ORG-1, severity: low, message: m, when: ${JSON.stringify(when)} }]`;

test.each([
  ['fail-on: { known-exploited: true }', ['The gate known-exploited cannot be applied: KEV']],
  ['fail-on: { epss: 0.5 }', ['The gate epss cannot be applied: EPSS']],
  [
    'fail-on: { checks: { vulnerability: { known-exploited: true, epss: 0.1 } } }',
    ['The gate known-exploited', 'The gate epss'],
  ],
  ['extends: strict', ['The gate known-exploited', 'The gate epss']],
  [rule('finding.exploited'), ['The rule ORG-1 cannot be applied: KEV']],
  [rule('[1].exists(n, finding["epss"] > 0.5)'), ['The rule ORG-1 cannot be applied: EPSS']],
])('%s makes the result incomplete', async (text, reasons) => {
  const { incomplete, verdict } = await verdictOf(text);
  expect(incomplete).toEqual(
    reasons.map((reason) => ({
      check: 'policy',
      target: 'app:1',
      reason: expect.stringContaining(reason),
    })),
  );
  expect(verdict.outcome).toBe('incomplete');
  expect((await verdictOf(text, [])).verdict.outcome).toBe('pass');
});

test.each([
  ['the default policy', ''],
  ['a rule about other facts', rule('finding.cvss > 9.0')],
  ['a gate that is off', 'extends: strict\nfail-on: { known-exploited: false, epss: 1 }'],
])('%s needs no exploited vulnerabilities', async (_, text) => {
  const { incomplete } = await verdictOf(text, missing.slice(0, 1));
  expect(incomplete).toEqual([]);
});

test('the policy can allow it', async () => {
  const allowed = 'allow-uncovered: [{ check: policy, target: "app:*" }]\n';
  const { verdict } = await verdictOf(`${allowed}fail-on: { epss: 0.5 }`);
  expect(verdict.outcome).toBe('pass');
});

const unread: readonly MissingFact[] = [
  { fact: 'packages', target: 'app:1', platform: 'linux/arm64', reason: 'a file is not JSON' },
];

test.each([
  ['licenses: { deny: [MIT] }', 'The list of licenses'],
  ['licenses: { unknown: warn }', 'The list of licenses'],
  [rule('subject.license == "MIT"'), 'The rule ORG-1'],
])('%s is not complete without all packages', async (text, user) => {
  const { incomplete, coverage, verdict } = await verdictOf(text, unread);
  const reason = `${user} cannot be applied to all packages: a file is not JSON`;
  expect(incomplete).toEqual([{ check: 'policy', target: 'app:1 (linux/arm64)', reason }]);
  expect(coverage).toMatchObject([{ check: 'policy', state: 'partial', reason }]);
  expect(verdict.outcome).toBe('incomplete');
});

test.each([
  ['the default policy', ''],
  ['a list that accepts all licenses', 'licenses: { deny: [], unknown: allow }'],
  ['a rule about findings', rule('finding.cvss > 9.0')],
])('%s does not need all packages', async (_, text) => {
  expect((await verdictOf(text, unread)).incomplete).toEqual([]);
});

test('an unread package stays in the result when the check fails in another way', async () => {
  const policy = await loadPolicy('', 'p.yml');
  const of = { check: 'vulnerability', target: 'app:1' } as const;
  const { incomplete, coverage } = applyPolicy(
    {
      findings: [],
      incomplete: [{ ...of, reason: 'offline' }],
      targets: [],
      packages: [],
      coverage: [{ ...of, state: 'partial', reason: 'a file is not JSON' }],
    },
    policy,
    { now },
  );
  expect(incomplete.map(({ reason }) => reason)).toEqual(['offline', 'a file is not JSON']);
  expect(coverage).toEqual([{ ...of, state: 'failed', reason: 'offline; a file is not JSON' }]);
});

const uncompared: readonly MissingFact[] = [
  { fact: 'earlier-images', target: 'app:1', reason: 'b.json has no images' },
];

test.each([
  'finding.rule == "DIFF-SETUID"',
  'finding.rule.endsWith("-SETUID")',
  'finding.rule.matches("^(DIF|INT).*SETUID")',
  'finding.rule.contains("IF")',
  'finding.rule.startsWith("D")',
  'finding.rule.startsWith("")',
  'finding["rule"].endsWith("-SETUID")',
  'finding.rule != "PS0001"',
  '!(finding.rule == "PS0001")',
  '!finding.rule.startsWith("PS")',
  'finding.rule > "A"',
  '"DIF" + "F-SETUID" == finding.rule',
  'finding.rule in ["PS0001", "DI" + "FF-SETUID"]',
])('a rule that may be about changes needs the earlier images: %s', async (when) => {
  const { verdict } = await verdictOf(rule(when), uncompared);
  expect(verdict.outcome).toBe('incomplete');
});

test.each([
  'finding.rule == "PS0001"',
  'finding.rule.startsWith("PS")',
  "finding.rule in ['PS0001', 'IMG-ROOT'] && finding.severity == 'high'",
  'finding.rule == "IMG-ROOT" || finding.rule == "PS0001"',
  'finding.cvss > 9.0',
])('a rule that is about other rules needs no earlier images: %s', async (when) => {
  const { verdict } = await verdictOf(rule(when), uncompared);
  expect(verdict.outcome).toBe('pass');
});
