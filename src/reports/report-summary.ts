import type { Finding } from '../core/finding.js';
import type { Report } from '../core/report.js';
import { SEVERITIES, type Severity } from '../core/severity.js';
import { compareByUrgency, isCompared, withStatus } from './finding-lists.js';
import type { ReportContext } from './format.js';
import { headline } from './headline.js';
import type { Remediation } from './remediations.js';
import { topRemediation } from './top-remediation.js';

/** What all formats show of a report. A format may leave parts out, but computes none of them itself. */
export interface ReportSummary {
  /** The verdict in one line of at most 90 characters. Without invisible characters, otherwise not escaped. */
  readonly headline: string;
  /** Whether formats call findings new: see isCompared. */
  readonly isCompared: boolean;
  /** The findings of each list, the most urgent first. Each finding is in one list. */
  readonly findings: Readonly<Record<List, readonly Finding[]>>;
  /** How many findings each list has. */
  readonly counts: Readonly<Record<List, SeverityCounts>>;
  /**
   * What to do next, the step that resolves the most risk first. At most one step; empty if no step is worth it, and if
   * nothing is new and nothing fails.
   */
  readonly nextSteps: readonly Remediation[];
}

/** The lists of a report. `suppressed`: by comments, exceptions, VEX documents, or as proved not affected. */
export const LISTS = ['new', 'existing', 'fixed', 'suppressed'] as const;
export type List = (typeof LISTS)[number];

/** The number of findings of each severity and in total. */
export type SeverityCounts = Readonly<Record<Severity | 'total', number>>;

export function summarizeReport(report: Report, context: ReportContext): ReportSummary {
  const sorted = (findings: readonly Finding[]) => [...findings].sort(compareByUrgency);
  const findings = {
    new: sorted(withStatus(report.findings, 'new')),
    existing: sorted(withStatus(report.findings, 'existing')),
    fixed: sorted(withStatus(report.findings, 'fixed')),
    suppressed: sorted([...withStatus(report.findings, 'excepted'), ...(report.suppressed ?? [])]),
  };
  const failsByExisting = report.verdict.outcome === 'fail' && findings.new.length === 0;
  const urgent = failsByExisting ? findings.existing : findings.new;
  const step = topRemediation(urgent, context.rules);
  return {
    headline: headline(report, context),
    isCompared: isCompared(report, context),
    findings,
    counts: {
      new: countSeverities(findings.new),
      existing: countSeverities(findings.existing),
      fixed: countSeverities(findings.fixed),
      suppressed: countSeverities(findings.suppressed),
    },
    nextSteps: step ? [step] : [],
  };
}

export function countSeverities(findings: readonly Finding[]): SeverityCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0, total: findings.length };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** The severities of any of the lists, worst first. */
export function severitiesOf(
  { counts }: ReportSummary,
  lists: readonly List[] = LISTS,
): Severity[] {
  return SEVERITIES.filter((severity) => lists.some((list) => counts[list][severity] > 0));
}
