import type { Finding } from '../core/finding.js';
import type { Report } from '../core/report.js';
import { groupBy } from '../lib/group-by.js';
import { compareText } from '../lib/text.js';
import { baselineContext, type ReportContext } from './format.js';
import type { JoinedJob, JoinedJobs } from './joined-jobs.js';
import {
  addCounts,
  countSeverities,
  LISTS,
  type List,
  type SeverityCounts,
} from './severity-counts.js';
import {
  type JobResult,
  type OmittedFindings,
  sharedFingerprints,
  shortFingerprint,
} from './stored/job-result.js';
import { mergeReports } from './stored/merge-reports.js';
import { deserializeReport, serializeReport } from './stored/serialized-report.js';

/** One report about all jobs, and what its context has. `results` are in any order; there is at least one. */
export function joinResults(results: readonly JobResult[]): {
  readonly report: Report;
  readonly context: Pick<ReportContext, 'baseline' | 'noBaseline' | 'policy' | 'hidden' | 'joined'>;
} {
  const sorted = [...results].sort((a, b) => compareText(a.name, b.name) || a.index - b.index);
  const merged = mergeReports(sorted.map(({ report }) => serializeReport(report)));
  if (!merged) throw new TypeError('there is no result to join');
  const report = deserializeReport(merged);
  const [policy, ...others] = new Set(sorted.flatMap(({ policy: one }) => one ?? []));
  const reasons = new Set(sorted.flatMap(({ hidden }) => hidden ?? []));
  const joined = {
    jobs: withDistinctNames(sorted).map(jobOf),
    ...countJobs(results),
    omitted: omittedOf(report, results),
  };
  return {
    report,
    context: {
      ...baselineContext(report),
      ...(policy !== undefined && others.length === 0 && { policy }),
      ...(reasons.size > 0 && {
        hidden: { findings: [], reasons: [...reasons].map((reason) => ({ reason })) },
      }),
      joined,
    },
  };
}

function countJobs(results: readonly JobResult[]): Pick<JoinedJobs, 'total' | 'missing'> {
  const reported = new Set(results.map(({ index }) => index)).size;
  const total = Math.max(reported, ...results.map((result) => result.total));
  return { total, missing: total - reported };
}

function jobOf({ name, report, omitted, checked }: JobResult): JoinedJob {
  return {
    name,
    outcome: report.verdict.outcome,
    checked,
    counts: byList((list) =>
      addCounts(countSeverities(findingsIn(list, report)), countsOf(list, omitted, new Set())),
    ),
  };
}

/** Jobs with equal names get their position in the matrix, from 1. */
function withDistinctNames(results: readonly JobResult[]): JobResult[] {
  const named = groupBy(results, ({ name }) => name);
  return results.map((result) =>
    named.get(result.name)?.length === 1
      ? result
      : { ...result, name: `${result.name} (job ${result.index + 1})` },
  );
}

/** The counts of the omitted findings of all jobs. What several jobs found counts once. */
function omittedOf(report: Report, results: readonly JobResult[]): JoinedJobs['omitted'] {
  const present = new Set([...report.findings, ...(report.suppressed ?? [])].map(shortFingerprint));
  const all = results.flatMap(({ omitted }) => omitted);
  return byList((list) => countsOf(list, all, present));
}

function countsOf(
  list: List,
  omitted: readonly OmittedFindings[],
  present: ReadonlySet<string>,
): SeverityCounts {
  const rows = groupBy(
    omitted.filter((row) => row.list === list),
    ({ severity }) => severity,
  );
  const counts = { ...countSeverities([]) };
  for (const [severity, same] of rows) {
    const shared = new Set(same.flatMap(sharedFingerprints));
    const fresh = [...shared].filter((one) => !present.has(one));
    const count = same.reduce((sum, row) => sum + row.count, fresh.length);
    counts[severity] += count;
    counts.total += count;
  }
  return counts;
}

/** The findings of a list that a report has. */
function findingsIn(list: List, { findings, suppressed = [] }: Report): readonly Finding[] {
  if (list !== 'suppressed') return findings.filter(({ status }) => status === list);
  return [...findings.filter(({ status }) => status === 'excepted'), ...suppressed];
}

function byList<T>(value: (list: List) => T): Readonly<Record<List, T>> {
  return Object.fromEntries(LISTS.map((list) => [list, value(list)])) as Record<List, T>;
}
