import { expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { countRules, foldMinor } from '../../src/reports/minor-groups.js';

const finding = (rule: string, path: string, fields: object = {}): Finding =>
  ({
    rule,
    check: 'lint',
    severity: 'low',
    aliases: [],
    location: { path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
    ...fields,
  }) as unknown as Finding;
const rulesOf = (findings: readonly Finding[]) =>
  foldMinor(findings).map((group) => group.map(({ rule }) => rule));

it('puts the minor findings of a file into one group, the most urgent first', () => {
  const findings = [
    finding('A', 'x', { severity: 'info' }),
    finding('B', 'x'),
    finding('C', 'x', { severity: 'medium' }),
    finding('D', 'y'),
    finding('E', 'x', { severity: 'info' }),
  ];
  expect(rulesOf(findings)).toEqual([['B', 'A', 'E'], ['C'], ['D']]);
});

it('leaves few minor findings, other checks and findings without a place alone', () => {
  expect(rulesOf([finding('A', 'x'), finding('B', 'x')])).toEqual([['A'], ['B']]);
  const others = ['hardening', 'secret'].flatMap((check) =>
    ['A', 'B', 'C'].map((rule) => finding(rule, 'x', { check })),
  );
  expect(rulesOf(others)).toHaveLength(6);
  const unplaced = ['A', 'B', 'C'].map((rule) => finding(rule, 'x', { location: undefined }));
  expect(rulesOf(unplaced)).toHaveLength(3);
});

it('names the most frequent rules', () => {
  const findings = ['A', 'B', 'B', 'C', 'D', 'D', 'D'].map((rule) => finding(rule, 'x'));
  expect(countRules(findings, 2, ({ rule }) => rule)).toBe('D ×3, B ×2 and 2 more rules');
  expect(countRules(findings, 9, ({ rule }) => rule)).toBe('D ×3, B ×2, A, C');
});
