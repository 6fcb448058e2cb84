import type { Finding } from '../core/finding.js';
import { isFixable } from '../core/fixable.js';
import { COMPLETE_FORMATS, type Narrowing } from '../core/narrowing.js';
import type { Report } from '../core/report.js';
import { atLeast } from '../core/severity.js';
import { globMatcher } from '../lib/glob.js';
import { pluralize } from '../lib/text.js';

/** Whether a narrowing changes the documents of this format. */
export function isNarrowed(format: string): boolean {
  return !COMPLETE_FORMATS.has(format);
}

/**
 * The report with the findings that are wanted, and a note that counts the others. Findings that fail the policy are always
 * shown: a failure that nobody can see cannot be fixed.
 */
export function narrow(
  report: Report,
  narrowing: Narrowing,
  fails: (finding: Finding) => boolean = () => false,
): Report {
  const reasonFor = createTest(narrowing);
  const hidden = new Map<string, number>();
  const isShown = (finding: Finding) => {
    const reason = fails(finding) ? undefined : reasonFor(finding);
    if (reason !== undefined) hidden.set(reason, (hidden.get(reason) ?? 0) + 1);
    return reason === undefined;
  };
  const findings = report.findings.filter(isShown);
  const parts = [...hidden].map(([reason, count]) => `${pluralize(count, 'finding')} ${reason}`);
  const messages = [
    ...(parts.length > 0 ? [`Not shown, as requested: ${parts.join(', ')}`] : []),
    ...unmatched(report, narrowing).map((glob) => `No finding is in a file that matches ${glob}`),
  ];
  if (messages.length === 0) return report;
  const notes = [...report.notes, ...messages.map((message) => ({ message }))];
  return { ...report, findings, notes };
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
