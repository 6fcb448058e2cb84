import { expect, it } from '@jest/globals';
import { clearedCounts } from '../../../src/core/cleared-counts.js';
import type { Finding } from '../../../src/core/finding.js';
import type { Plan, PlanStep } from '../../../src/core/plan.js';
import { mergePlans } from '../../../src/reports/stored/merge-plans.js';
import { lint } from '../sample.js';

const findings = (['critical', 'high', 'high', 'low'] as const).map((severity, i) =>
  lint({ severity, fingerprint: `${i}`.repeat(32) }),
);
const byFingerprint = new Map(findings.map((one) => [one.fingerprint, one]));
const find = (fingerprint: string): Finding | undefined => byFingerprint.get(fingerprint);

function step(id: string, numbers: readonly number[], over: Partial<PlanStep> = {}): PlanStep {
  const own = numbers.flatMap((n) => findings[n] ?? []);
  return {
    id,
    remedy: 'edit',
    title: id,
    findings: own.map(({ fingerprint }) => fingerprint),
    clears: clearedCounts(own),
    risk: 'none',
    safe: false,
    after: [],
    notes: [],
    ...over,
  };
}

const merge = (...plans: readonly PlanStep[][]): Plan | undefined =>
  mergePlans(
    plans.map((steps) => ({ steps })),
    find,
  );

it('counts a finding once that two plans have in the same step', () => {
  const merged = merge([step('a', [0, 1])], [step('a', [1, 2, 3])]);
  expect(merged?.steps).toEqual([step('a', [0, 1, 2, 3])]);
});

it('keeps the counts of a step whose findings are left out', () => {
  const few = step('a', [0, 1], { findings: [] });
  const more = step('a', [1, 2, 3], { findings: [] });
  expect(merge([few], [more])?.steps[0]?.clears).toMatchObject({ critical: 1, high: 2, low: 1 });
});

it('has what clears the most first, after what has to be done before it, and waiting last', () => {
  const merged = merge(
    [step('wait', [0], { remedy: 'wait' }), step('small', [3])],
    [step('move', [3]), step('rebuild', [0, 1, 2], { after: ['move'] }), step('big', [1, 2])],
  );
  expect(merged?.steps.map(({ id }) => id)).toEqual(['move', 'rebuild', 'big', 'small', 'wait']);
});

it('adds up what became of the plans, and leaves one plan as it is', () => {
  const left = [{ finding: 'f', reason: 'r' }];
  const proofs = [
    { of: 'main', promised: 3, cleared: 3, more: 2, left: [] },
    { of: 'main', promised: 2, cleared: 1, left },
  ];
  const plans = proofs.map((proof) => ({ steps: [], proof }));
  expect(mergePlans(plans, find)?.proof).toEqual({
    ...{ of: 'main', promised: 5, cleared: 4, more: 2, left },
  });
  expect(mergePlans(plans.slice(0, 1), find)).toBe(plans[0]);
  expect(mergePlans([], find)).toBeUndefined();
});
