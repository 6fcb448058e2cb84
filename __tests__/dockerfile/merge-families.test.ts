import { describe, expect, it, test } from '@jest/globals';
import type { Severity } from '../../src/core/severity.js';
import { mergeFamilies } from '../../src/dockerfile/merge-families.js';
import { type DockerfileRule, defineDockerfileRule } from '../../src/dockerfile/rule.js';
import { lint } from './lint-text.js';

const rule = (id: string, ...mergesWith: string[]): DockerfileRule =>
  defineDockerfileRule({
    id,
    name: id,
    severity: 'low',
    severityReason: 'It is a test',
    practice: 'maintainability',
    title: id,
    why: id,
    remediation: id,
    mergesWith,
    check: () => {},
  });

const finding = (
  id: string,
  startColumn: number,
  endColumn: number,
  severity: Severity = 'low',
) => ({
  rule: id,
  aliases: [`${id}-alias`],
  check: 'lint' as const,
  severity,
  confidence: 'high' as const,
  tags: [id],
  message: id,
  location: { path: 'Dockerfile', startLine: 1, startColumn, endLine: 1, endColumn },
  fingerprint: id,
  status: 'new' as const,
});

describe('mergeFamilies', () => {
  const rules = [rule('A', 'B'), rule('B'), rule('C')];

  it('merges overlapping findings of rules that name each other', () => {
    const merged = mergeFamilies([finding('A', 5, 9), finding('B', 2, 6)], rules);
    expect(merged).toMatchObject([
      {
        rule: 'A',
        aliases: ['A-alias', 'B', 'B-alias'],
        tags: ['A', 'B'],
        location: { startColumn: 2, endColumn: 6 },
      },
    ]);
  });

  it('keeps the more severe finding', () => {
    const merged = mergeFamilies([finding('A', 2, 6), finding('B', 2, 6, 'high')], rules);
    expect(merged.map(({ rule: id, severity }) => [id, severity])).toEqual([['B', 'high']]);
  });

  test.each([
    ['other rules', [finding('A', 2, 6), finding('C', 2, 6)]],
    ['ranges that only touch', [finding('A', 2, 6), finding('B', 6, 9)]],
    ['the same rule', [finding('A', 2, 6), finding('A', 2, 6)]],
  ])('does not merge findings of %s', (_why, findings) => {
    expect(mergeFamilies(findings, rules)).toEqual(findings);
  });

  it('leaves one finding where hadolint and BuildKit report the same problem', () => {
    const findings = lint('FROM a:1\nCMD run it', 'DL3025');
    expect(findings.map(({ aliases }) => aliases)).toEqual([['JSONArgsRecommended']]);
  });
});
