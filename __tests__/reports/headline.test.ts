import { describe, expect, test } from '@jest/globals';
import type { Coverage } from '../../src/core/coverage.js';
import type { Finding } from '../../src/core/finding.js';
import type { Outcome, Report } from '../../src/core/report.js';
import type { Severity } from '../../src/core/severity.js';
import type { ReportContext } from '../../src/reports/format.js';
import { headline } from '../../src/reports/headline.js';
import { context, lint, report } from './sample.js';

interface Case {
  readonly outcome: Outcome;
  /** `new critical` or `existing low`, times a number. */
  readonly findings?: Readonly<Record<string, number>>;
  readonly report?: Partial<Report>;
  readonly context?: Partial<ReportContext>;
}

const MAIN = { baseline: 'main' };

/** Without a rule that has a remediation, so that there is no next step. */
function findings(counts: Case['findings'] = {}): Finding[] {
  return Object.entries(counts).flatMap(([key, count]) => {
    const [status, severity] = key.split(' ') as [Finding['status'], Severity];
    return Array.from({ length: count }, (_, i) =>
      lint({ status, severity, rule: `R${i}`, message: 'x'.repeat(100) }),
    );
  });
}

function gap(over: Partial<Coverage> = {}): Coverage {
  return { check: 'trust', target: 'app', state: 'failed', ...over };
}

function headlineOf({ outcome, findings: counts, report: over, context: around }: Case): string {
  return headline(
    report({
      findings: findings(counts),
      incomplete: [],
      coverage: [],
      verdict: { outcome, reasons: ['2 findings at high or above (X at a:1)'] },
      ...over,
    }),
    context(around),
  );
}

const CASES: readonly (readonly [string, Case])[] = [
  [
    '❌ Portside: 2 new critical and 1 new high finding',
    { outcome: 'fail', findings: { 'new critical': 2, 'new high': 1 }, context: MAIN },
  ],
  [
    '❌ Portside: 2 critical and 1 high finding',
    { outcome: 'fail', findings: { 'new critical': 2, 'new high': 1 } },
  ],
  [
    '❌ Portside: 1 new critical and 2 new medium findings, 9 less severe',
    {
      outcome: 'fail',
      findings: { 'new critical': 1, 'new medium': 2, 'new low': 4, 'new info': 5 },
      context: MAIN,
    },
  ],
  [
    '❌ Portside: nothing new, but existing findings fail the policy',
    { outcome: 'fail', findings: { 'existing high': 3 }, context: MAIN },
  ],
  [
    '❌ Portside: nothing new, but 3 existing findings fail the policy',
    {
      outcome: 'fail',
      findings: { 'existing high': 3, 'existing low': 2 },
      context: { ...MAIN, fails: (f) => f.severity === 'high' },
    },
  ],
  [
    '❌ Portside: 2 new low findings; 1 existing fails the policy',
    {
      outcome: 'fail',
      findings: { 'existing high': 1, 'new low': 2 },
      context: { ...MAIN, fails: (f) => f.severity === 'high' },
    },
  ],
  ['❌ Portside: the policy fails', { outcome: 'fail' }],
  [
    '❌ Portside: 1 new high finding; adds 2 suppressions; 1 check could not run',
    {
      outcome: 'fail',
      findings: { 'new high': 1 },
      report: { coverage: [gap()], addedSuppressions: ['a', 'b'] },
      context: MAIN,
    },
  ],
  [
    '✅ Portside: nothing new, 84 existing findings',
    { outcome: 'pass', findings: { 'existing low': 84 }, context: MAIN },
  ],
  ['✅ Portside: nothing new', { outcome: 'pass', context: MAIN }],
  ['✅ Portside: no findings', { outcome: 'pass' }],
  [
    '✅ Portside: passed with 1 new low finding',
    { outcome: 'pass', findings: { 'new low': 1, 'existing low': 3 }, context: MAIN },
  ],
  [
    '✅ Portside: nothing new; 1 check could not run (allowed)',
    { outcome: 'pass', report: { coverage: [gap({ allowed: true })] }, context: MAIN },
  ],
  [
    '✅ Portside: nothing new; adds 1 suppression',
    { outcome: 'pass', report: { addedSuppressions: ['a'] }, context: MAIN },
  ],
  [
    '✅ Portside: passed with 1230 new findings; adds 2 suppressions',
    {
      outcome: 'pass',
      findings: { 'new high': 110, 'new medium': 120, 'new low': 1000 },
      report: { coverage: [gap({ allowed: true })], addedSuppressions: ['a', 'b'] },
      context: MAIN,
    },
  ],
  [
    '⚠️ Portside: incomplete, 3 checks could not run',
    {
      outcome: 'incomplete',
      report: {
        coverage: [gap(), gap({ check: 'secret', state: 'not-covered' }), gap({ target: 'b' })],
      },
    },
  ],
  [
    '⚠️ Portside: incomplete, 2 checks did not run in full; 1 new low finding',
    {
      outcome: 'incomplete',
      findings: { 'new low': 1 },
      report: { coverage: [gap(), gap({ check: 'secret', state: 'partial' })] },
      context: MAIN,
    },
  ],
  [
    'ℹ️ Portside: nothing to check, so nothing was checked',
    { outcome: 'pass', report: { targets: [] } },
  ],
  [
    '❔ Portside: not verified. The pull request reports: pass, nothing was checked',
    { outcome: 'pass', report: { targets: [] }, context: { untrusted: true } },
  ],
  [
    '❔ Portside: not verified. The pull request reports: fail, 12 new findings',
    {
      outcome: 'fail',
      findings: { 'new high': 12 },
      report: { addedSuppressions: ['a'], coverage: [gap()] },
      context: { untrusted: true },
    },
  ],
];

describe('the headline', () => {
  test.each(CASES)('%s', (expected, given) => {
    expect(headlineOf(given)).toBe(expected);
  });

  test.each(CASES)('fits into 90 characters: %s', (_, given) => {
    expect(headlineOf(given).length).toBeLessThanOrEqual(90);
  });

  test('has the next step if it fits, and no part of it otherwise', () => {
    const withTitle = (description: string) =>
      headlineOf({
        outcome: 'fail',
        report: { findings: [lint({ severity: 'high', fix: { description, edits: [] } })] },
      });
    expect(withTitle('Use \u202eCOPY')).toBe('❌ Portside: 1 high finding. Use \\u{202e}COPY');
    expect(withTitle(`Use ${'x'.repeat(80)}`)).toBe('❌ Portside: 1 high finding');
  });

  test('has the step of the finding that fails first, not of the cheapest one', () => {
    const edit = (rule: string, severity: Severity) =>
      lint({ rule, severity, fix: { description: `Edit ${rule}`, edits: [] } });
    const found = [edit('A', 'critical'), edit('B', 'high'), edit('C', 'high')];
    const fails = ({ rule }: Finding) => rule === 'B';
    expect(headlineOf({ outcome: 'fail', report: { findings: found } })).toMatch(/\. Edit A$/);
    expect(
      headlineOf({ outcome: 'fail', report: { findings: found }, context: { fails } }),
    ).toMatch(/\. Edit B$/);
  });
});
