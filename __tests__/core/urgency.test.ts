import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { compareUrgency, isExploited } from '../../src/core/urgency.js';
import { compareByUrgency } from '../../src/reports/finding-lists.js';
import { lint, vulnerability } from '../reports/sample.js';

const finding = (rule: string, details: object = {}, over: Partial<Finding> = {}) =>
  vulnerability(rule, 'x', {
    ...over,
    details: { fixed: null, exploited: false, epss: null, ...details },
  });

/** Each is more urgent than the next. */
const DESCENDING = [
  finding('malicious', {}, { check: 'malware', severity: 'low' }),
  finding('exploited', { exploited: true }, { severity: 'low' }),
  finding('critical', {}, { severity: 'critical' }),
  finding('fixed version', { fixed: '2', epss: 0.1 }),
  finding('probable', { epss: 0.9 }),
  finding('improbable', { epss: 0.1 }),
  finding('new'),
  finding('existing', {}, { status: 'existing' }),
];

test('malicious comes first, then exploited, severity, fixable, EPSS and new', () => {
  for (const [i, a] of DESCENDING.entries())
    for (const [j, b] of DESCENDING.entries())
      expect([a.rule, b.rule, Math.sign(compareUrgency(a, b))]).toEqual([
        a.rule,
        b.rule,
        Math.sign(i - j),
      ]);
});

test('reports use the same order', () => {
  expect([...DESCENDING].reverse().sort(compareByUrgency)).toEqual(DESCENDING);
});

test('a finding with an edit is as urgent as one with a fixed version', () => {
  const fix = { description: 'Use COPY', edits: [] };
  expect(compareUrgency(lint({ severity: 'high', fix }), finding('a', { fixed: '2' }))).toBe(0);
});

test('a score that is not a number counts as none', () => {
  for (const epss of [undefined, null, Number.NaN, '0.9'])
    expect(compareUrgency(finding('a', { epss }), finding('b'))).toBe(0);
});

describe('exploited in the wild', () => {
  test.each([
    [true, finding('a', { exploited: true })],
    [false, finding('a', { exploited: false })],
    [false, finding('a', { exploited: 'yes' })],
    [false, lint()],
  ])('is %s', (expected, one) => {
    expect(isExploited(one)).toBe(expected);
  });
});
