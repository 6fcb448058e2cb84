import { describe, expect, it, test } from '@jest/globals';
import type { Coverage } from '../../src/core/coverage.js';
import { applyPolicy } from '../../src/policy/apply.js';
import { coverageLines } from '../../src/reports/coverage-table.js';
import { policyOf } from './policy-of.js';

const NOW = new Date('2026-11-27T12:00:00Z');
const CHART: Coverage = {
  check: 'manifest',
  target: 'charts/web',
  state: 'not-covered',
  reason: 'A Helm chart',
};

/** The result with one entry about the chart. */
function withEntry(more: string, coverage: readonly Coverage[] = [CHART]) {
  const entry = `allow-uncovered:\n  - { check: manifest, target: charts/**${more} }\n`;
  const input = { findings: [], incomplete: [], targets: [], packages: [], coverage };
  return applyPolicy(input, policyOf(entry, 'p.yml'), { now: NOW });
}

describe('an entry of allow-uncovered', () => {
  it.each([
    ['', undefined, 'not covered; allowed by the policy: A Helm chart'],
    [
      ', reason: CI renders it',
      { reason: 'CI renders it' },
      'not covered; allowed by the policy (CI renders it): A Helm chart',
    ],
    [
      ', until: 2027-01-31, reason: CI renders it',
      { reason: 'CI renders it', until: '2027-01-31' },
      'not covered; allowed by the policy until 2027-01-31 (CI renders it): A Helm chart',
    ],
  ])(
    'that has not expired allows the gap, and the report says why: {%s}',
    (more, allowance, state) => {
      const { coverage, notes, verdict } = withEntry(more);
      expect(verdict.outcome).toBe('pass');
      expect(coverage).toEqual([{ ...CHART, allowed: true, ...(allowance && { allowance }) }]);
      expect(coverageLines(coverage).map((line) => line.state)).toEqual([state]);
      expect(notes).toEqual([]);
    },
  );

  it.each([
    ['2026-11-26', 'incomplete', 'expired on 2026-11-26: 1 gap is no longer allowed'],
    ['2026-11-27', 'pass', 'expires on 2026-11-27: 1 gap will no longer be allowed'],
    ['2026-12-11', 'pass', 'expires on 2026-12-11: 1 gap will no longer be allowed'],
    ['2026-12-12', 'pass', undefined],
  ])('until %s: the result is %s, with the note %s', (until, outcome, problem) => {
    const { notes, verdict, coverage } = withEntry(`, until: ${until}`);
    const start = 'The entry of allow-uncovered for manifest of charts/** (p.yml:2) ';
    expect([verdict.outcome, notes]).toEqual([
      outcome,
      problem === undefined
        ? []
        : [
            {
              ...{ check: 'policy', message: `${start}${problem}` },
              ...(outcome === 'incomplete' && { urgent: true }),
            },
          ],
    ]);
    expect(coverage[0]?.allowed).toBe(outcome === 'pass' ? true : undefined);
  });
});

test('an expired entry is named also when nothing is left of its gap, or another entry allows it', () => {
  const expired =
    'The entry of allow-uncovered for manifest of charts/** (p.yml:2) expired on 2026-01-01';
  expect(withEntry(', until: 2026-01-01', []).notes).toEqual([
    { check: 'policy', message: expired },
  ]);
  const other = ', until: 2026-01-01 }\n  - { check: manifest, target: charts/web';
  const { notes, verdict } = withEntry(other);
  expect([verdict.outcome, notes]).toEqual(['pass', [{ check: 'policy', message: expired }]]);
});

test('an expired entry is no advice about a check that failed', () => {
  const incomplete = [
    { check: 'manifest', target: 'charts/web', reason: 'It is cut off' },
  ] as const;
  const run = (until: string) => {
    const policy = policyOf(
      `allow-uncovered: [{ check: manifest, target: charts/web, until: ${until} }]\n`,
      'p.yml',
    );
    const input = { findings: [], incomplete, targets: [], packages: [] };
    return applyPolicy(input, policy, { now: NOW }).incomplete[0]?.reason;
  };
  expect(run('2026-01-01')).toBe('It is cut off');
  expect(run('2027-01-01')).toContain('allow-uncovered does not apply');
});
