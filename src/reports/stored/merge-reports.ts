import type { Outcome, Report } from '../../core/report.js';
import {
  LIST_NAMES,
  mapLists,
  type SerializedItem,
  type SerializedReport,
} from './serialized-report.js';

/**
 * Several reports as one, such as the legs of a matrix; each is asked for when the one before is done with. What two say
 * in the same words is there once; the worst verdict is the verdict. Associative, so that merged reports may be merged
 * again. Undefined when there are none.
 */
export function mergeReports(reports: Iterable<SerializedReport>): SerializedReport | undefined {
  let about: Pick<Report, 'schema' | 'tool'> | undefined;
  const lists = mapLists(() => once());
  const outcomes = new Set<Outcome>();
  const reasons = new Set<string>();
  let baseline: { readonly with: Set<string>; readonly missing: Set<string> } | undefined;
  const policyChange = new Set<string>();
  for (const report of reports) {
    about ??= { schema: report.schema, tool: report.tool };
    for (const list of LIST_NAMES) lists[list].add(report[list]);
    outcomes.add(report.verdict.outcome);
    add(reasons, report.verdict.reasons);
    add(policyChange, report.policyChange ?? []);
    if (!report.baseline) continue;
    baseline ??= { with: new Set(), missing: new Set() };
    add(baseline.with, report.baseline.with);
    add(baseline.missing, report.baseline.missing);
  }
  return (
    about && {
      ...about,
      ...mapLists((list) => lists[list].values),
      ...(baseline && {
        baseline: { with: [...baseline.with], missing: [...baseline.missing] },
      }),
      ...(policyChange.size > 0 && { policyChange: [...policyChange] }),
      verdict: {
        outcome: WORST_FIRST.find((outcome) => outcomes.has(outcome)) ?? 'pass',
        reasons: [...reasons],
      },
    }
  );
}

const WORST_FIRST: readonly Outcome[] = ['fail', 'incomplete', 'pass'];

function add(to: Set<string>, values: readonly string[]): void {
  for (const value of values) to.add(value);
}

/** Each different value once, in order of first appearance; texts are only compared where keys are the same. */
function once() {
  const values: SerializedItem[] = [];
  const seen = new Map<string, string | Set<string>>();
  return {
    values: values as readonly SerializedItem[],
    add(more: readonly SerializedItem[]): void {
      for (const value of more) {
        const { key, text } = value;
        const before = seen.get(key);
        if (before === text || (before instanceof Set && before.has(text))) continue;
        if (before === undefined) seen.set(key, text);
        else if (before instanceof Set) before.add(text);
        else seen.set(key, new Set([before, text]));
        values.push(value);
      }
    },
  };
}
