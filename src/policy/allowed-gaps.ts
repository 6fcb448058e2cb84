import { type Coverage, isGap } from '../core/coverage.js';
import type { Note } from '../core/report.js';
import { dayOf } from '../lib/dates.js';
import { matchesGlob } from '../lib/glob.js';
import { pluralize } from '../lib/text.js';
import { SOON_DAYS } from './exceptions.js';
import type { AllowedGap, Policy } from './policy.js';

type CheckedTarget = Pick<Coverage, 'check' | 'target' | 'platform'>;

/** What the policy allows to leave unchecked, as of a day. */
export interface GapMatcher {
  /** The row, marked if it is a gap that the policy allows. Only `allow-incomplete` allows that a check fails. */
  mark(row: Coverage): Coverage;
  /** Whether an entry of `allow-uncovered` that has not expired is about the check and target. */
  covers(target: CheckedTarget): boolean;
  /** Notes on entries that have expired, or that expire soon and are about one of the rows. */
  notes(marked: readonly Coverage[]): Note[];
}

/** The entries of `allow-uncovered` and `allow-incomplete`. An entry applies up to and including its last day. */
export function matchAllowedGaps(policy: Policy, now: Date): GapMatcher {
  const { allowUncovered: entries, allowIncomplete } = policy;
  const active = entries.filter((entry) => !isExpired(entry, now));
  const entryFor = (row: CheckedTarget) => active.find((entry) => isAbout(entry, row));
  return {
    mark: (row) => {
      if (!isGap(row) || row.informational) return row;
      const entry = row.state === 'failed' ? undefined : entryFor(row);
      if (entry) return { ...row, allowed: true, ...allowanceOf(entry) };
      return allowIncomplete.includes(row.check) ? { ...row, allowed: true } : row;
    },
    covers: (row) => entryFor(row) !== undefined,
    notes: (marked) =>
      entries.flatMap((entry) => {
        const rows = marked.filter((row) => isCounted(row) && isAbout(entry, row));
        const isOver = isExpired(entry, now);
        const open = rows.filter(({ allowed }) => !allowed).length;
        const problem = isOver
          ? expired(entry, open)
          : expiresSoon(entry, rows.length, dayOf(now, SOON_DAYS));
        if (problem === undefined) return [];
        const note = noteOn(policy, entry, problem);
        return [isOver && open > 0 ? { ...note, urgent: true } : note];
      }),
  };
}

/** Whether the last day of the entry is over. */
export function isExpired({ until }: AllowedGap, now: Date): boolean {
  return until !== undefined && until < dayOf(now);
}

function isAbout(entry: AllowedGap, { check, target, platform }: CheckedTarget): boolean {
  const names = [target, `${target} (${platform})`];
  return entry.check === check && names.some((name) => matchesGlob(entry.target, name));
}

function isCounted(row: Coverage): boolean {
  return isGap(row) && row.state !== 'failed' && !row.informational;
}

function allowanceOf({ reason, until }: AllowedGap): Pick<Coverage, 'allowance'> {
  if (reason === undefined && until === undefined) return {};
  return {
    allowance: { ...(reason !== undefined && { reason }), ...(until !== undefined && { until }) },
  };
}

function expired({ until }: AllowedGap, open: number): string {
  const effect = open === 0 ? '' : `: ${pluralize(open, 'gap is', 'gaps are')} no longer allowed`;
  return `expired on ${until}${effect}`;
}

function expiresSoon({ until }: AllowedGap, count: number, soon: string): string | undefined {
  if (until === undefined || until > soon || count === 0) return undefined;
  return `expires on ${until}: ${pluralize(count, 'gap')} will no longer be allowed`;
}

function noteOn({ path }: Policy, gap: AllowedGap, problem: string): Note {
  const { check, target, line, file = path } = gap;
  const message = `The entry of allow-uncovered for ${check} of ${target} (${file}:${line}) ${problem}`;
  return { check: 'policy', message };
}
