import type { Finding } from '../core/finding.js';
import type { Location } from '../core/location.js';
import type { Report } from '../core/report.js';
import { SEVERITIES } from '../core/severity.js';
import { shorten } from './escape.js';
import type { ReportContext } from './format.js';
import { formatSeverityCounts, openFindings, pluralize, withStatus } from './order.js';
import { topRemediation } from './top-remediation.js';

/** The verdict in one plain line, not yet escaped: it is what an e-mail shows first. */
export function headline(report: Report, context: ReportContext): string {
  const { outcome } = report.verdict;
  const fresh = withStatus(report.findings, 'new');
  const why = shorten(verdictReasons(report).join('; '), 300);
  if (outcome === 'fail') {
    return `❌ Container check failed: ${why || pluralize(fresh.length, 'new finding')}`;
  }
  if (outcome === 'incomplete') {
    const unchecked = report.incomplete.map((i) => i.check);
    return `⚠️ Container check incomplete: ${why || `${[...new Set(unchecked)].join(', ')} could not be checked`}`;
  }
  if (fresh.length === 0) {
    const old = openFindings(report.findings).length;
    return `✅ Container check passed: nothing new${old > 0 && context.baseline ? `, ${old} known` : ''}`;
  }
  const noun = context.baseline === undefined ? 'finding' : 'new finding';
  return `✅ Container check passed with ${pluralize(fresh.length, noun)}: ${formatSeverityCounts(fresh)}`;
}

/**
 * Why the verdict is what it is. What could not be checked is said in full elsewhere: here it is counted, so that the
 * line stays one.
 */
export function verdictReasons(report: Report): string[] {
  // As judge.ts puts it, and as the legs of a matrix do that left no report.
  const said = new Set(
    report.incomplete.flatMap(({ check, target, reason }) => [
      reason,
      `the ${check} check of ${target} could not run: ${reason}`,
    ]),
  );
  const own = report.verdict.reasons.filter((reason) => !said.has(reason));
  const unchecked = report.verdict.reasons.length - own.length;
  if (unchecked === 0) return own;
  return [...own, `${pluralize(unchecked, 'check')} could not run`];
}

/**
 * The one edit that removes most risk, as plain words that may be foreign, and what it removes:
 * `2 findings (1 exploited, 1 critical, 1 high)`.
 */
export function describeTopRemediation(
  findings: readonly Finding[],
): { readonly words: string; readonly at?: Location; readonly removes: string } | undefined {
  const edit = topRemediation(findings);
  if (!edit) return undefined;
  const { malicious, exploited, ...counts } = edit.resolves;
  const parts = [
    ...(malicious > 0 ? [`${malicious} malicious`] : []),
    ...(exploited > 0 ? [`${exploited} exploited`] : []),
    ...SEVERITIES.filter((s) => counts[s] > 0).map((s) => `${counts[s]} ${s}`),
  ];
  const total = SEVERITIES.reduce((sum, s) => sum + counts[s], 0);
  return {
    words: edit.title,
    ...(edit.location ? { at: edit.location } : {}),
    removes:
      parts.length === 1
        ? `${parts[0]} finding${total === 1 ? '' : 's'}`
        : `${pluralize(total, 'finding')} (${parts.join(', ')})`,
  };
}
