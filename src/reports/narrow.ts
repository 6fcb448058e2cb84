import type { Finding } from '../core/finding.js';
import { isFixable } from '../core/fixable.js';
import { COMPLETE_FORMATS, type Narrowing } from '../core/narrowing.js';
import type { Report } from '../core/report.js';
import { atLeast } from '../core/severity.js';
import { globMatcher } from '../lib/glob.js';
import { groupBy } from '../lib/group-by.js';
import type { ReportContext } from './format.js';
import type { HiddenFindings } from './hidden-findings.js';

/** Whether a narrowing changes the documents of this format. */
export function isNarrowed(format: string): boolean {
  return !COMPLETE_FORMATS.has(format);
}

/**
 * The result with the findings that are wanted. Its context has the others, which all totals count. Findings that fail the
 * policy are always shown: a failure that nobody can see cannot be fixed.
 */
export function narrow<R extends { readonly report: Report; readonly context: ReportContext }>(
  result: R,
  narrowing: Narrowing,
): { readonly report: Report; readonly context: ReportContext } {
  const { report, context } = result;
  const reasonFor = createTest(narrowing);
  const hidden = new Map<Finding, string>();
  for (const finding of report.findings) {
    const reason = context.fails?.(finding) ? undefined : reasonFor(finding);
    if (reason !== undefined) hidden.set(finding, reason);
  }
  const notes = unmatched(report, narrowing).map((glob) => ({
    message: `No finding is in a file that matches ${glob}`,
  }));
  if (hidden.size === 0 && notes.length === 0) return result;
  return {
    report: {
      ...report,
      findings: report.findings.filter((finding) => !hidden.has(finding)),
      notes: [...notes, ...report.notes],
    },
    context: hidden.size === 0 ? context : { ...context, hidden: describe(hidden) },
  };
}

/** Totals do not have suppressed findings, so the counts of the reasons do not have them either. */
function describe(hidden: ReadonlyMap<Finding, string>): HiddenFindings {
  const counted = [...hidden].filter(([{ status }]) => status !== 'excepted');
  const reasons = groupBy(counted, ([, reason]) => reason);
  return {
    findings: [...hidden.keys()],
    reasons: [...reasons].map(([reason, { length }]) => ({ reason, count: length })),
  };
}

/** The globs that match no file with a finding. */
function unmatched({ findings }: Report, { exclude }: Narrowing): string[] {
  const paths = new Set(findings.flatMap(({ location }) => location?.path ?? []));
  return exclude.filter((glob) => {
    const matches = globMatcher(glob);
    return ![...paths].some((path) => matches(path));
  });
}

/** A function that returns why a finding is not wanted, as the end of a sentence. */
function createTest({
  severity,
  onlyFixed,
  exclude,
}: Narrowing): (finding: Finding) => string | undefined {
  const excluded = exclude.map(globMatcher);
  return (finding) => {
    if (severity !== undefined && !atLeast(finding.severity, severity)) return `below ${severity}`;
    if (onlyFixed && finding.check === 'vulnerability' && !isFixable(finding))
      return 'without a fix';
    const { path } = finding.location ?? {};
    if (path !== undefined && excluded.some((matches) => matches(path))) return 'in excluded files';
    return undefined;
  };
}
