import type { Outcome, Report } from '../findings/report.js';

/**
 * Several reports as one, such as the legs of a matrix. What two say in the same words is there once; the worst verdict
 * is the verdict. Associative, so that merged reports may be merged again. At least one report.
 */
export function mergeReports(first: Report, ...others: readonly Report[]): Report {
  const all = [first, ...others];
  const outcomes = all.map((r) => r.verdict.outcome);
  const outcome = WORST_FIRST.find((o) => outcomes.includes(o)) ?? 'pass';
  return {
    schema: first.schema,
    tool: first.tool,
    targets: once(all.flatMap((r) => r.targets)),
    packages: once(all.flatMap((r) => r.packages)),
    findings: once(all.flatMap((r) => r.findings)),
    incomplete: once(all.flatMap((r) => r.incomplete)),
    notes: once(all.flatMap((r) => r.notes)),
    verdict: { outcome, reasons: [...new Set(all.flatMap((r) => r.verdict.reasons))] },
  };
}

const WORST_FIRST: readonly Outcome[] = ['fail', 'incomplete', 'pass'];

/** Each different value once, in order of first appearance. */
function once<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value] as const)).values()];
}
