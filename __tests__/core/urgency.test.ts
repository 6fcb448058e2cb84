import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import {
  compareByUrgency,
  compareUrgency,
  isExploited,
  sortByUrgency,
} from '../../src/core/urgency.js';
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
  finding('secret', {}, { check: 'secret' }),
  finding('fixed version', { fixed: '2', epss: 0.1 }),
  finding('probable', { epss: 0.9 }),
  finding('improbable', { epss: 0.1 }),
  finding('new'),
  finding('existing', {}, { status: 'existing' }),
];

test('malicious comes first, then exploited, severity, secrets, fixable, EPSS and new', () => {
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

const at = (path: string, startLine: number) =>
  lint({ location: { path, startLine, startColumn: 1, endLine: startLine, endColumn: 2 } });

test('equally urgent findings are ordered by place, those without one after them, and those in tests last', () => {
  const ordered = [
    at('Dockerfile', 3),
    at('Dockerfile', 12),
    at('app/Dockerfile', 1),
    vulnerability('A', 'x', { severity: 'medium', location: undefined, details: { fixed: null } }),
    at('aaa/tests/Dockerfile', 1),
  ];
  expect([...ordered].reverse().sort(compareByUrgency)).toEqual(ordered);
});

test('what fails the policy comes before what is more urgent', () => {
  const [critical, low] = [
    lint({ severity: 'critical' }),
    finding('fails', {}, { severity: 'low' }),
  ];
  expect(sortByUrgency([low, critical])).toEqual([critical, low]);
  expect(sortByUrgency([critical, low], ({ rule }) => rule === 'fails')).toEqual([low, critical]);
});
