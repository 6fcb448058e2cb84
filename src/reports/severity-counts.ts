import type { Finding } from '../core/finding.js';
import { SEVERITIES, type Severity } from '../core/severity.js';
import type { ReportContext } from './format.js';

/** The lists of a report. `suppressed`: by comments, exceptions, VEX documents, or as proved not affected. */
export const LISTS = ['new', 'existing', 'fixed', 'suppressed'] as const;
export type List = (typeof LISTS)[number];

/** The number of findings of each severity and in total. */
export type SeverityCounts = Readonly<Record<Severity | 'total', number>>;

/** The number of findings in a list, with those that are not shown and those that a joined report does not have. */
export function countAll(
  list: List,
  findings: readonly Finding[],
  { hidden, joined }: Pick<ReportContext, 'hidden' | 'joined'>,
): SeverityCounts {
  const more = hidden?.findings.filter((finding) => reportListOf(finding) === list) ?? [];
  const counts = countSeverities([...findings, ...more]);
  return joined ? addCounts(counts, joined.omitted[list]) : counts;
}

/** The list of a finding of the report. Those that comments suppress are in a list of their own. */
export function reportListOf({ status }: Finding): List {
  return status === 'excepted' ? 'suppressed' : status;
}

/** `2 critical, 5 high`; empty for no findings. */
export function formatCounts(counts: SeverityCounts): string {
  return SEVERITIES.flatMap((severity) =>
    counts[severity] > 0 ? [`${counts[severity]} ${severity}`] : [],
  ).join(', ');
}

/** Both counts. */
export function addCounts(a: SeverityCounts, b: SeverityCounts): SeverityCounts {
  const sum = { ...a };
  for (const key of [...SEVERITIES, 'total'] as const) sum[key] += b[key];
  return sum;
}

export function countSeverities(findings: readonly Finding[]): SeverityCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0, total: findings.length };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}
