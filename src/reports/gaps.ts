import { CHECK_NAMES } from '../core/check-names.js';
import { type Coverage, collectCoverage, isGap } from '../core/coverage.js';
import type { Check } from '../core/finding.js';
import type { Report } from '../core/report.js';
import { groupBy } from '../lib/group-by.js';
import { pluralize } from '../lib/text.js';
import { sanitize, shorten } from './escape.js';
import type { ReportContext } from './format.js';

/** What was asked for and not checked in full. */
export interface Gaps {
  /** The gaps that make the result incomplete. */
  readonly open: readonly Coverage[];
  /** The gaps that the policy allows. */
  readonly allowed: readonly Coverage[];
  /** The gaps that do not count, such as those of files that a pull request does not touch. */
  readonly informational: readonly Coverage[];
}

/** The gaps of a report. Sentences and counts of all formats are about these. */
export function gapsOf({
  coverage,
  incomplete,
  verdict,
}: Pick<Report, 'coverage' | 'incomplete' | 'verdict'>): Gaps {
  const rows = coverage.filter(isGap);
  const known = new Set(
    rows.flatMap((row) => [`${row.check}\n${row.target}`, `${row.check}\n${gapTarget(row)}`]),
  );
  // A stored report may have no row for a check that failed.
  const failed = collectCoverage(
    [],
    incomplete.filter(({ check, target }) => !known.has(`${check}\n${target}`)),
  );
  // A passing report has no other gaps than informational ones and those that the policy allows.
  const gaps = [...rows, ...failed].map((row) =>
    row.informational || verdict.outcome !== 'pass' ? row : { ...row, allowed: true },
  );
  return {
    open: gaps.filter((row) => !row.allowed && !row.informational),
    allowed: gaps.filter((row) => row.allowed),
    informational: gaps.filter((row) => row.informational && !row.allowed),
  };
}

/** Whether the check looked at the target, or at any target, at least in part. Without it, no finding means nothing. */
export function wasChecked({ coverage }: Pick<Report, 'coverage'>, check: Check, target?: string) {
  return coverage.some(
    (row) =>
      row.check === check &&
      (target === undefined || row.target === target) &&
      row.state !== 'not-covered' &&
      row.state !== 'failed',
  );
}

/** The number of gaps: one for each check and target, whatever the number of platforms is. */
export function countGaps(gaps: readonly Coverage[]): number {
  return new Set(gaps.map(({ check, target }) => `${check}\n${target}`)).size;
}

/** `app:1 (linux/arm64)` */
export function gapTarget({ target, platform }: Coverage): string {
  return platform === undefined ? target : `${target} (${platform})`;
}

/** `failed; allowed by allow-incomplete` */
export function gapState({ state, allowed, informational }: Coverage): string {
  const name = state.replace('-', ' ');
  if (allowed)
    return `${name}; allowed by ${state === 'failed' ? 'allow-incomplete' : 'the policy'}`;
  return informational ? `${name}; informational` : name;
}

/** ` until 2027-01-31 (rendered by the deploy job)`: what the policy says about a gap that it allows. */
export function allowanceOf({ allowance: { reason, until } = {} }: Coverage): string {
  return `${until === undefined ? '' : ` until ${until}`}${reason === undefined ? '' : ` (${reason})`}`;
}

/** `The manifest check of chart is not complete (not covered; allowed by the policy): It is a Helm chart` */
export function gapSentence(gap: Coverage): string {
  const { check, reason } = gap;
  const why = reason === undefined ? '' : `: ${reason}`;
  return `The ${CHECK_NAMES[check]} check of ${gapTarget(gap)} is not complete (${gapState(gap)})${why}`;
}

/** The gaps with a level each: open ones are errors. A passing report has no errors. */
export function gapMessages(
  report: Report,
): readonly { readonly gap: Coverage; readonly isError: boolean; readonly text: string }[] {
  const { open, allowed, informational } = gapsOf(report);
  const errors = new Set(open);
  return [...open, ...allowed, ...informational].map((gap) => ({
    gap,
    isError: errors.has(gap),
    text: shorten(sanitize(gapSentence(gap)), MAX_SENTENCE),
  }));
}

/** Characters of a sentence about a gap in a format for programs. */
const MAX_SENTENCE = 4_000;

/** `the lint check of Dockerfile is not complete`, or `3 checks are not complete`; empty without gaps. */
export function gapReason(gaps: readonly Coverage[]): string {
  const [first] = gaps;
  if (!first) return '';
  const count = countGaps(gaps);
  return count === 1
    ? `the ${CHECK_NAMES[first.check]} check of ${first.target} is not complete`
    : `${count} checks are not complete`;
}

/** Groups of gaps that one line names. */
const MOST_NAMED = 3;

/**
 * `without the vulnerability check of app.tar (failed; allowed by allow-incomplete)`: a passing verdict names what the policy
 * allows to leave out. Empty without gaps.
 */
export function withoutGaps(gaps: readonly Coverage[]): string {
  if (gaps.length === 0) return '';
  const groups = [...groupBy(gaps, (gap) => `${gapTarget(gap)}\n${gapState(gap)}`).values()];
  const named = groups.slice(0, MOST_NAMED).flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const names = checkNames(group);
    return `the ${names.join(', ')} ${names.length === 1 ? 'check' : 'checks'} of ${gapTarget(first)} (${gapState(first)})`;
  });
  const more = countGaps(groups.slice(MOST_NAMED).flat());
  return `without ${[...named, ...(more > 0 ? [pluralize(more, 'more check')] : [])].join(', and ')}`;
}

/** The names of the checks, each once. */
export function checkNames(rows: readonly { readonly check: Check }[]): string[] {
  return [...new Set(rows.map(({ check }) => CHECK_NAMES[check]))];
}

/** How the policy can allow the gaps; nothing if there are none, or if no policy file applies. */
export function allowAdvice(
  gaps: readonly Coverage[],
  { isFixedPolicy = false }: ReportContext,
): string[] {
  if (gaps.length === 0 || isFixedPolicy) return [];
  const names = (rows: readonly Coverage[]) => [...new Set(rows.map(({ check }) => check))];
  const failed = names(gaps.filter(({ state }) => state === 'failed'));
  const others = names(gaps.filter(({ state }) => state !== 'failed'));
  const entries = others.map((check) => `{ check: ${check}, target: TARGET }`).join(', ');
  const keys = [
    ...(others.length > 0 ? [`allow-uncovered: [${entries}] with the target as named here`] : []),
    ...(failed.length > 0
      ? [`allow-incomplete: [${failed.join(', ')}], which holds for all targets`]
      : []),
  ];
  return [`To accept this, write in the policy: ${keys.join(', and ')}`];
}
