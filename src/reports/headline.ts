import { incompleteReason } from '../core/check-names.js';
import type { Report } from '../core/report.js';
import { pluralize } from '../lib/text.js';
import { shorten } from './escape.js';
import { formatSeverityCounts, openFindings, withStatus } from './finding-lists.js';
import type { ReportContext } from './format.js';
import { checkNames, countGaps, gapReason, gapsOf, withoutGaps } from './gaps.js';

/** The verdict in one line: an e-mail notification shows it first. Not escaped. */
export function headline(report: Report, context: ReportContext): string {
  const about = context.about === undefined ? '' : ` (${context.about})`;
  const count = report.addedSuppressions?.length ?? 0;
  const added = count === 0 ? '' : ` · ⚠️ adds ${pluralize(count, 'suppression')}`;
  const line = context.untrusted ? untrustedLine(report) : verdictLine(report, context);
  return `${line}${added}${about}`;
}

/** No text of the report, and no mark of success: code of the pull request may have written all of it. */
function untrustedLine(report: Report): string {
  const { verdict, findings, targets } = report;
  const { open, allowed } = gapsOf(report);
  const gaps = countGaps([...open, ...allowed]);
  const added = withStatus(findings, 'new');
  const counts = added.length > 0 ? `: ${formatSeverityCounts(added)}` : '';
  const found =
    targets.length === 0 && added.length === 0
      ? 'nothing was checked'
      : `${pluralize(added.length, 'new finding')}${counts}`;
  return `❔ Not verified, computed by the run of the pull request itself: ${verdict.outcome}, ${found}${gaps === 0 ? '' : `, ${pluralize(gaps, 'gap')} in coverage`}`;
}

function verdictLine(report: Report, context: ReportContext): string {
  const { outcome } = report.verdict;
  const added = withStatus(report.findings, 'new');
  const reasons = shorten(verdictReasons(report).join('; '), 300);
  if (outcome === 'fail')
    return `❌ Container check failed: ${reasons || pluralize(added.length, 'new finding')}`;
  if (outcome === 'incomplete')
    return `⚠️ Container check incomplete${reasons === '' ? '' : `: ${reasons}`}`;
  const gaps = reasons === '' ? '' : `; ${reasons}`;
  const kind = context.baseline === undefined ? 'finding' : 'new finding';
  if (report.targets.length === 0 && added.length === 0)
    return `ℹ️ Container check: nothing to check, so nothing was checked${gaps}`;
  if (added.length === 0) {
    const existing = openFindings(report.findings).length;
    const rest = existing > 0 && context.baseline ? `, ${existing} existing` : '';
    return `✅ Container check passed: no ${kind}s${rest}${gaps}`;
  }
  return `✅ Container check passed with ${pluralize(added.length, kind)}: ${formatSeverityCounts(added)}${gaps}`;
}

/** What verdict and coverage are made from. */
type Decided = Pick<Report, 'coverage' | 'incomplete' | 'verdict'>;

/**
 * The reasons of the verdict, and what it does not cover. Checks that are not complete are counted in one reason: every
 * format lists them in full, and the headline stays one line.
 */
export function verdictReasons(report: Decided): string[] {
  const { incomplete, verdict } = report;
  const details = new Set(incomplete.flatMap((item) => [incompleteReason(item), item.reason]));
  const { open, allowed, informational } = gapsOf(report);
  const untouched = new Set(informational.map(({ target }) => target)).size;
  const untouchedChecks = checkNames(informational).join(', ');
  return [
    ...verdict.reasons.filter((reason) => !details.has(reason)),
    gapReason(open),
    withoutGaps(allowed),
    untouched === 0
      ? ''
      : `not checked (informational): ${untouchedChecks} of ${pluralize(untouched, 'target')}`,
  ].filter((reason) => reason !== '');
}

/**
 * The verdict in one line: `PASS, without the secret check of app.tar (failed; allowed by allow-incomplete)`. The reasons of
 * another verdict are between `before` and `after`.
 */
export function verdictSentence(
  report: Decided,
  outcome: string,
  [before, after]: readonly [before: string, after: string] = [': ', ''],
): string {
  const reasons = verdictReasons(report).join('; ');
  if (reasons === '') return outcome;
  return report.verdict.outcome === 'pass'
    ? `${outcome}, ${reasons}`
    : `${outcome}${before}${reasons}${after}`;
}
