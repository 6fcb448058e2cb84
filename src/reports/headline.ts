import { incompleteReason } from '../core/check-names.js';
import type { Coverage } from '../core/coverage.js';
import type { Report } from '../core/report.js';
import { SEVERITIES } from '../core/severity.js';
import { sortByUrgency } from '../core/urgency.js';
import { pluralize } from '../lib/text.js';
import { sanitize, shorten } from './escape.js';
import { isCompared, withStatus } from './finding-lists.js';
import { changeName, type ReportContext } from './format.js';
import { checkNames, countGaps, gapReason, gapsOf, withoutGaps } from './gaps.js';
import type { JoinedJobs } from './joined-jobs.js';
import { stepFor } from './plan-text.js';
import { countAll, type SeverityCounts } from './severity-counts.js';

/** Characters of the headline: the subject of an e-mail notification shows no more. */
const MAX_HEADLINE = 90;

/**
 * The verdict in one line of at most 90 characters: what is new by severity, what the verdict does not cover, and what to do
 * if that fits. Parts that do not fit are left out; no part is cut. It has no invisible characters, and is not escaped.
 */
export function headline(report: Report, context: ReportContext): string {
  const { must, optional } = context.untrusted
    ? { must: [], optional: [] }
    : headlineParts(report, context);
  const starts = context.untrusted
    ? [untrustedLine(report, context)]
    : verdictLines(report, context);
  const shortest = starts.at(-1) ?? '';
  const lines = [
    ...starts.map((start) => [start, ...must].join('')),
    ...must.map((_, i) => [shortest, ...must.slice(0, must.length - 1 - i)].join('')),
  ];
  const line = lines.find((one) => one.length <= MAX_HEADLINE) ?? shortest;
  return optional.reduce(
    (text, part) => (text.length + part.length <= MAX_HEADLINE ? text + part : text),
    line,
  );
}

/** What follows the verdict, the most important first. For the required parts, the verdict is shortened. */
function headlineParts(
  report: Report,
  context: ReportContext,
): { readonly must: readonly string[]; readonly optional: readonly string[] } {
  const { outcome } = report.verdict;
  const { open, allowed, informational } = gapsOf(report);
  const gaps =
    outcome === 'pass'
      ? [...gapCount(allowed, ' (allowed)'), ...informationalCount(informational)]
      : gapCount(open);
  const { joined } = context;
  const fresh = withStatus(report.findings, 'new');
  const step = outcome === 'fail' ? stepOfFirst(report, context) : undefined;
  return {
    must: [
      ...(joined ? missingJobs(joined) : []),
      ...addsSuppressions(report),
      ...(outcome === 'fail' && countAll('new', fresh, context).total > 0
        ? failsExisting(report, context)
        : []),
      ...(outcome === 'pass' ? gaps : []),
    ],
    optional: [
      ...(outcome === 'fail' ? gaps : []),
      ...(step ? [`. ${sanitize(shorten(step.title, MAX_HEADLINE))}`] : []),
    ],
  };
}

/** The step that clears what the first row is about. */
function stepOfFirst(report: Report, { fails = () => false }: ReportContext) {
  const shown = report.findings.filter(
    (finding) => finding.status === 'new' || (finding.status === 'existing' && fails(finding)),
  );
  const [first] = sortByUrgency(shown, fails);
  return first && stepFor(report, first);
}

/** `; 2 of 3 jobs not reported`; nothing if all jobs have reported. */
function missingJobs({ missing, total }: JoinedJobs): string[] {
  return missing === 0 ? [] : [`; ${missing} of ${total} jobs not reported`];
}

/** `; 3 checks could not run`; nothing without gaps. */
function gapCount(gaps: readonly Coverage[], note = ''): string[] {
  return gaps.length === 0 ? [] : [`; ${gapPhrase(gaps)}${note}`];
}

/** `; 2 targets not checked`: files that the change does not touch, formats without rules. Nothing without such gaps. */
function informationalCount(gaps: readonly Coverage[]): string[] {
  const files = gaps.filter(({ check }) => check === 'lint' || check === 'manifest');
  const count = new Set(files.map(({ target }) => target)).size;
  return count === 0 ? [] : [`; ${pluralize(count, 'target')} not checked`];
}

function gapPhrase(gaps: readonly Coverage[]): string {
  const isPartial = gaps.some(({ state }) => state === 'partial');
  const what = isPartial ? 'did not run in full' : 'could not run';
  return `${pluralize(countGaps(gaps), 'check')} ${what}`;
}

/** No text of the report, and no mark of success: code of the pull request may have written all of it. */
function untrustedLine({ verdict, findings, targets }: Report, context: ReportContext): string {
  const added = countAll('new', withStatus(findings, 'new'), context).total;
  const found =
    targets.length === 0 && added === 0
      ? 'nothing was checked'
      : `${added === 0 ? 'no' : added} new finding${added === 1 ? '' : 's'}`;
  return `❔ Portside: not verified. The ${changeName(context)} reports: ${verdict.outcome}, ${found}`;
}

/** The verdict with its findings, in full and shorter. */
function verdictLines(report: Report, context: ReportContext): string[] {
  const { outcome } = report.verdict;
  const added = countAll('new', withStatus(report.findings, 'new'), context);
  const compared = isCompared(report, context);
  const counts = countPhrase(added, compared);
  const total = pluralize(added.total, compared ? 'new finding' : 'finding');
  if (outcome === 'fail')
    return added.total === 0
      ? [`❌ Portside: ${failedWithoutNew(report, context)}`]
      : [`❌ Portside: ${counts}`, `❌ Portside: ${total}`];
  if (outcome === 'incomplete') {
    const { open } = gapsOf(report);
    const start = `⚠️ Portside: incomplete${open.length > 0 ? `, ${gapPhrase(open)}` : ''}`;
    return added.total === 0 ? [start] : [`${start}; ${counts}`, `${start}; ${total}`];
  }
  const isUnfinished = context.joined !== undefined && context.joined.missing > 0;
  const mark = isUnfinished ? '⏳' : '✅';
  const passed = isUnfinished ? 'so far' : 'passed with';
  if (added.total > 0)
    return [`${mark} Portside: ${passed} ${counts}`, `${mark} Portside: ${passed} ${total}`];
  if (report.targets.length === 0) return ['ℹ️ Portside: nothing to check, so nothing was checked'];
  if (!compared) return [`${mark} Portside: no findings`];
  const existing = countAll('existing', withStatus(report.findings, 'existing'), context).total;
  const rest = existing > 0 ? `, ${pluralize(existing, 'existing finding')}` : '';
  return [`${mark} Portside: nothing new${rest}`, `${mark} Portside: nothing new`];
}

/**
 * The first part of the headline for a line that begins with the verdict: `6 critical and 13 high findings`, and that only
 * existing findings fail the policy. Not escaped.
 */
export function verdictPhrase(report: Report, context: ReportContext): string {
  const [line = ''] = verdictLines(report, context);
  const phrase = line.replace(/^\S+ Portside: (?:passed with |so far |incomplete(?:, )?)?/, '');
  const hasNew = withStatus(report.findings, 'new').length > 0;
  const isFailed = report.verdict.outcome === 'fail' && hasNew;
  return [
    phrase,
    ...addsSuppressions(report),
    ...(isFailed ? failsExisting(report, context) : []),
  ].join('');
}

/** `; adds 2 suppressions`: the change makes the policy weaker, or suppresses by comments. */
function addsSuppressions({ addedSuppressions: { length } = [] }: Report): string[] {
  return length === 0 ? [] : [`; adds ${pluralize(length, 'suppression')}`];
}

/** Without a new finding, only existing ones can fail the policy. */
function failedWithoutNew({ findings }: Report, context: ReportContext): string {
  const { fails } = context;
  const existing = withStatus(findings, 'existing');
  if (countAll('existing', existing, context).total === 0) return 'the policy fails';
  const failing = fails ? existing.filter(fails).length : 0;
  const what = failing > 0 ? pluralize(failing, 'existing finding') : 'existing findings';
  return `nothing new, but ${what} ${failing === 1 ? 'fails' : 'fail'} the policy`;
}

/** If only existing findings fail, the new ones are not the reason. Nothing if the policy is not known. */
function failsExisting({ findings }: Report, { fails }: ReportContext): string[] {
  if (!fails || withStatus(findings, 'new').some(fails)) return [];
  const failing = withStatus(findings, 'existing').filter(fails).length;
  if (failing === 0) return [];
  return [`; ${failing} existing ${failing === 1 ? 'fails' : 'fail'} the policy`];
}

/** Severities that the headline names. */
const MOST_NAMED = 2;

/** `2 new critical and 1 new high finding, 15 less severe` */
function countPhrase(counts: SeverityCounts, compared: boolean): string {
  const present = SEVERITIES.flatMap((severity) => {
    const count = counts[severity];
    return count > 0 ? [{ severity, count }] : [];
  });
  const named = present.slice(0, MOST_NAMED);
  const rest = present.slice(MOST_NAMED).reduce((sum, { count }) => sum + count, 0);
  const list = named
    .map(({ severity, count }) => `${count}${compared ? ' new' : ''} ${severity}`)
    .join(' and ');
  const noun = named.at(-1)?.count === 1 ? 'finding' : 'findings';
  return `${list} ${noun}${rest > 0 ? `, ${rest} less severe` : ''}`;
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
 * Which gates of the policy fail, or what the verdict does not cover, as one sentence below the headline: `Fails the policy:
 * 2 new findings at high or above (DL3002 at Dockerfile:7 and 1 more).` Empty if a headline says it all. Not escaped.
 */
export function reasonSentence(report: Decided): string {
  const { outcome } = report.verdict;
  const { allowed } = gapsOf(report);
  if (outcome === 'pass') return allowed.length === 0 ? '' : `Passes ${withoutGaps(allowed)}.`;
  const reasons = verdictReasons({ ...report, coverage: report.coverage.filter(isCounted) });
  if (reasons.length === 0) return '';
  return `${outcome === 'fail' ? 'Fails the policy' : 'Incomplete'}: ${reasons.join('; ')}.`;
}

function isCounted({ informational, allowed }: Coverage): boolean {
  return !informational || allowed === true;
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
