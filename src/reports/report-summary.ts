import type { Finding } from '../core/finding.js';
import type { Report } from '../core/report.js';
import { sortByUrgency } from '../core/urgency.js';
import { isCompared, openFindings, withStatus } from './finding-lists.js';
import type { ReportContext } from './format.js';
import { headline } from './headline.js';
import { type ImageChanges, summarizeImageChanges } from './image-changes.js';
import { type MaterialChanges, summarizeMaterialChanges } from './material-changes.js';
import { describePlan, type PlanText, type UrgentFindings } from './plan-text.js';
import { countAll, type List, type SeverityCounts } from './severity-counts.js';

export { LISTS, type List, type SeverityCounts } from './severity-counts.js';

/** What all formats show of a report. A format may leave parts out, but computes none of them itself. */
export interface ReportSummary {
  /** The verdict in one line of at most 90 characters. Without invisible characters, otherwise not escaped. */
  readonly headline: string;
  /** Whether formats call findings new: see isCompared. */
  readonly isCompared: boolean;
  /** The report does not list existing findings, so that their number is not known. */
  readonly onlyChanges: boolean;
  /** The findings of each list: what fails the policy first, then the most urgent. Each finding is in one list. */
  readonly findings: Readonly<Record<List, readonly Finding[]>>;
  /** The new findings, and the existing ones that fail the policy: what a report shows first. */
  readonly first: readonly Finding[];
  /** How many findings each list has. */
  readonly counts: Readonly<Record<List, SeverityCounts>>;
  /** What clears the findings; absent if the report has no plan, or nothing to clear. */
  readonly plan?: PlanText;
  /** What changes in the images; absent if none was compared, or nothing changes. */
  readonly imageChanges?: ImageChanges;
  /** What is new or worse among what enters the build; absent if nothing was compared, or nothing is. */
  readonly materialChanges?: MaterialChanges;
}

export function summarizeReport(report: Report, context: ReportContext): ReportSummary {
  const sorted = (findings: readonly Finding[]) => sortByUrgency(findings, context.fails);
  const findings = {
    new: sorted(withStatus(report.findings, 'new')),
    existing: sorted(withStatus(report.findings, 'existing')),
    fixed: sorted(withStatus(report.findings, 'fixed')),
    suppressed: sorted([...withStatus(report.findings, 'excepted'), ...(report.suppressed ?? [])]),
  };
  const failsByExisting = report.verdict.outcome === 'fail' && findings.new.length === 0;
  const urgent = failsByExisting ? findings.existing : findings.new;
  const imageChanges = summarizeImageChanges(report.imageChanges);
  const materialChanges = summarizeMaterialChanges(report.buildInputs);
  const failing = context.fails ? findings.existing.filter(context.fails) : [];
  const matter = urgentFindings([...new Set([...urgent, ...failing])], report, context);
  const plan = describePlan(report, matter, context.hidden);
  return {
    headline: headline(report, context),
    isCompared: isCompared(report, context),
    onlyChanges: report.scope === 'changes',
    findings,
    first: sorted([...findings.new, ...failing]),
    counts: {
      new: countAll('new', findings.new, context),
      existing: countAll('existing', findings.existing, context),
      fixed: countAll('fixed', findings.fixed, context),
      suppressed: countAll('suppressed', findings.suppressed, context),
    },
    ...(plan && { plan }),
    ...(imageChanges && { imageChanges }),
    ...(materialChanges && { materialChanges }),
  };
}

/** Undefined if all findings matter. The report of several jobs does not have all findings. */
function urgentFindings(
  urgent: readonly Finding[],
  { findings }: Report,
  { joined }: ReportContext,
): UrgentFindings | undefined {
  const isAll = openFindings(findings).length === urgent.length;
  if (joined || isAll) return undefined;
  const isNew = urgent.every(({ status }) => status === 'new');
  return {
    fingerprints: new Set(urgent.map(({ fingerprint }) => fingerprint)),
    noun: isNew ? 'new finding' : 'urgent finding',
  };
}
