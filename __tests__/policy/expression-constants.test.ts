import { describe, expect, test } from '@jest/globals';
import type { RuleBook } from '../../src/core/report.js';
import { loadPolicy } from '../../src/policy/load.js';

const rules: RuleBook = new Map(
  [
    { id: 'DL3008', check: 'lint' },
    { id: 'DEP-PRIV', check: 'manifest', aliases: ['KSV017'] },
  ].map((rule) => [rule.id, rule as never]),
);
const load = (when: string) =>
  loadPolicy(
    `rules: [{ id: ORG-1, severity: low, message: m, when: ${JSON.stringify(when)} }]`,
    'p.yml',
    async () => rules,
  );

describe('a constant that a field never has is an error', () => {
  test.each([
    ['finding.status == "known"', 'finding.status is never "known": it is one of new, existing'],
    ['finding.status != "fixed"', 'finding.status is never "fixed": it is one of new, existing'],
    ['"hgih" == finding.severity', 'finding.severity is never "hgih". Did you mean "high"?'],
    ['finding["check"] == "secrets"', 'finding.check is never "secrets". Did you mean "secret"?'],
    ['!(finding.check in ["lint", "vuln"])', 'finding.check is never "vuln": it is one of lint, '],
    ['finding.confidence == "sure"', 'finding.confidence is never "sure": it is one of high, '],
    ['target.kind == "container"', 'target.kind is never "container": it is one of dockerfile, '],
    [
      '[1].exists(n, n > 0 && finding.check == "lnt")',
      'finding.check is never "lnt". Did you mean',
    ],
    ['finding.rule == "DL3O08"', 'finding.rule is never "DL3O08". Did you mean "DL3008"?'],
    ['finding.rule in ["DEP-PIRV"]', 'finding.rule is never "DEP-PIRV". Did you mean "DEP-PRIV"?'],
    ['subject.type == "debian"', 'subject.type is never "debian". Did you mean "deb"?'],
    ['subject.type in ["Go", "npm"]', 'subject.type is never "Go". Did you mean "golang"?'],
    ['finding.rule == "KSV017"', 'finding.rule is never "KSV017". Did you mean "DEP-PRIV"?'],
  ])('%s', async (when, message) => {
    await expect(load(when)).rejects.toThrow(
      `Cannot read the policy p.yml:1: when of ORG-1: ${message}`,
    );
  });
});

test.each([
  'finding.status == "new" || finding.status in ["existing"]',
  'finding.severity == "critical" && finding.check == "trust" && target.kind == ""',
  'finding.rule == "DEP-PRIV" || finding.rule == "CVE-2026-1" || finding.rule == "SC2086"',
  'finding.rule == "rule-of-another-scanner" || finding.message == "known"',
  'finding.severity == finding.confidence',
])('%s can match', async (when) => {
  expect((await load(when)).rules).toHaveLength(1);
});
