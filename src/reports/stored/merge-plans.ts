import { clearedCounts } from '../../core/cleared-counts.js';
import type { Finding } from '../../core/finding.js';
import { isPassive } from '../../core/passive-remedies.js';
import type { ClearedCounts, Plan, PlanProof, PlanStep } from '../../core/plan.js';
import { SEVERITIES } from '../../core/severity.js';
import { groupBy } from '../../lib/group-by.js';
import { compareText } from '../../lib/text.js';

/**
 * The plans of several reports as one: equal steps are one step with the findings of all. What clears the most comes first,
 * after what has to be done before it. `find` returns the finding of a fingerprint. Undefined for no plans.
 */
export function mergePlans(
  plans: readonly Plan[],
  find: (fingerprint: string) => Finding | undefined,
): Plan | undefined {
  const [first, ...more] = plans;
  if (!first || more.length === 0) return first;
  const groups = groupBy(
    plans.flatMap(({ steps }) => steps),
    ({ id }) => id,
  );
  const steps = [...groups.values()].flatMap(([one, ...same]) =>
    one ? [same.reduce((a, b) => mergeSteps(a, b, find), one)] : [],
  );
  const proofs = plans.flatMap(({ proof }) => proof ?? []);
  return {
    steps: inOrder(steps),
    ...(proofs.length > 0 && { proof: mergeProofs(proofs) }),
  };
}

function inOrder(steps: readonly PlanStep[]): PlanStep[] {
  const sorted = steps.toSorted(
    (a, b) =>
      Number(isPassive(a.remedy)) - Number(isPassive(b.remedy)) ||
      compareCleared(a.clears, b.clears) ||
      compareText(a.id, b.id),
  );
  const byId = new Map(sorted.map((step) => [step.id, step]));
  const done = new Set<PlanStep>();
  const add = (step: PlanStep) => {
    if (done.has(step)) return;
    // Only builds come after other steps, so that one level is enough.
    for (const id of step.after) {
      const before = byId.get(id);
      if (before) done.add(before);
    }
    done.add(step);
  };
  for (const step of sorted) add(step);
  return [...done];
}

function mergeSteps(
  a: PlanStep,
  b: PlanStep,
  find: (fingerprint: string) => Finding | undefined,
): PlanStep {
  const known = new Set(a.findings);
  const findings = [...a.findings, ...b.findings.filter((one) => !known.has(one))];
  return {
    ...a,
    findings,
    clears: mergeCounts(a, b, { findings, find }),
    after: [...new Set([...a.after, ...b.after])],
    notes: [...new Set([...a.notes, ...b.notes])],
  };
}

/** Findings that both steps have count once. Without the findings, the counts of one step are a lower bound. */
function mergeCounts(
  a: PlanStep,
  b: PlanStep,
  all: {
    readonly findings: readonly string[];
    readonly find: (fingerprint: string) => Finding | undefined;
  },
): ClearedCounts {
  if (all.findings.length === a.findings.length && a.findings.length >= b.findings.length)
    return isComplete(b) ? a.clears : most(a.clears, b.clears);
  const found = all.findings.flatMap((fingerprint) => all.find(fingerprint) ?? []);
  return found.length === all.findings.length && isComplete(a) && isComplete(b)
    ? clearedCounts(found)
    : most(a.clears, b.clears);
}

/** Whether the step has all findings that it counts. */
function isComplete({ clears, findings }: PlanStep): boolean {
  return SEVERITIES.reduce((sum, severity) => sum + clears[severity], 0) === findings.length;
}

const COUNTED = [...SEVERITIES, 'malicious', 'exploited'] as const;

function most(a: ClearedCounts, b: ClearedCounts): ClearedCounts {
  const counts = { ...a };
  for (const key of COUNTED) counts[key] = Math.max(a[key], b[key]);
  return counts;
}

function compareCleared(a: ClearedCounts, b: ClearedCounts): number {
  for (const key of ['malicious', 'exploited', ...SEVERITIES] as const)
    if (a[key] !== b[key]) return b[key] - a[key];
  return 0;
}

function mergeProofs(proofs: readonly PlanProof[]): PlanProof {
  const more = proofs.reduce((sum, one) => sum + (one.more ?? 0), 0);
  const unchecked = proofs.reduce((sum, one) => sum + (one.unchecked ?? 0), 0);
  return {
    of: [...new Set(proofs.map((one) => one.of))].join(', '),
    promised: proofs.reduce((sum, { promised }) => sum + promised, 0),
    cleared: proofs.reduce((sum, { cleared }) => sum + cleared, 0),
    ...(more > 0 && { more }),
    ...(unchecked > 0 && { unchecked }),
    left: proofs.flatMap(({ left }) => left),
  };
}
