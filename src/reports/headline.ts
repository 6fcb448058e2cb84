import { CHECK_NAMES, incompleteReason } from '../core/check-names.js';
import type { Report } from '../core/report.js';
import { pluralize } from '../lib/text.js';
import { allowedGaps, untouchedGaps } from './coverage-table.js';
import { shorten } from './escape.js';
import { formatSeverityCounts, openFindings, withStatus } from './finding-lists.js';
import type { ReportContext } from './format.js';

/** The verdict in one line: an e-mail notification shows it first. Not escaped. */
export function headline(report: Report, context: ReportContext): string {
  const about = context.about === undefined ? '' : ` (${context.about})`;
  const count = report.addedSuppressions?.length ?? 0;
  const added = count === 0 ? '' : ` · ⚠️ adds ${pluralize(count, 'suppression')}`;
  const line = context.untrusted ? untrustedLine(report) : verdictLine(report, context);
  return `${line}${added}${about}`;
}

/** No text of the report, and no mark of success: code of the pull request may have written all of it. */
function untrustedLine({ verdict, findings }: Report): string {
  const added = withStatus(findings, 'new');
  const counts = added.length > 0 ? `: ${formatSeverityCounts(added)}` : '';
  return `❔ Not verified, computed by the run of the pull request itself: ${verdict.outcome}, ${pluralize(added.length, 'new finding')}${counts}`;
}

function verdictLine(report: Report, context: ReportContext): string {
  const { outcome } = report.verdict;
  const added = withStatus(report.findings, 'new');
  const reasons = shorten(verdictReasons(report).join('; '), 300);
  if (outcome === 'fail')
    return `❌ Container check failed: ${reasons || pluralize(added.length, 'new finding')}`;
  if (outcome === 'incomplete')
    return `⚠️ Container check incomplete: ${reasons || `${incompleteChecks(report)} could not run`}`;
  const untouched = untouchedGaps(report.coverage);
  const allowed = allowedGaps(report.coverage).length;
  const gaps = [
    ...(untouched === '' ? [] : [`; ${untouched}`]),
    ...(allowed === 0 ? [] : [`; ${pluralize(allowed, 'gap')} in coverage allowed by the policy`]),
  ].join('');
  if (added.length === 0) {
    const existing = openFindings(report.findings).length;
    const rest = existing > 0 && context.baseline ? `, ${existing} existing` : '';
    return `✅ Container check passed: no new findings${rest}${gaps}`;
  }
  const noun = context.baseline === undefined ? 'finding' : 'new finding';
  return `✅ Container check passed with ${pluralize(added.length, noun)}: ${formatSeverityCounts(added)}${gaps}`;
}

function incompleteChecks({ incomplete }: Report): string {
  const names = [...new Set(incomplete.map(({ check }) => CHECK_NAMES[check]))];
  return `${names.join(', ')} ${names.length === 1 ? 'check' : 'checks'}`;
}

/**
 * The reasons of the verdict. Checks that could not run are counted in one reason: every format lists them in full, and
 * the headline stays one line.
 */
export function verdictReasons({ incomplete, verdict }: Report): string[] {
  const details = new Set(incomplete.flatMap((item) => [incompleteReason(item), item.reason]));
  const others = verdict.reasons.filter((reason) => !details.has(reason));
  const count = verdict.reasons.length - others.length;
  return count === 0 ? others : [...others, `${pluralize(count, 'check')} could not run`];
}
