import type { PlanStep } from '../../../src/core/plan.js';

/** A step of a plan with this id. */
export function step(id: string, parts: Partial<PlanStep> = {}): PlanStep {
  return {
    id,
    remedy: 'edit',
    title: `do ${id}`,
    findings: [],
    clears: { critical: 0, high: 1, medium: 0, low: 0, info: 0, malicious: 0, exploited: 0 },
    risk: 'patch',
    safe: true,
    after: [],
    notes: [],
    ...parts,
  };
}
