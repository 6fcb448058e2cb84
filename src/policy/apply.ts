import type { Finding } from '../findings/finding.js';
import type { Incomplete, Note, Target, Verdict } from '../findings/report.js';
import { startExceptions } from './exceptions.js';
import { judge } from './judge.js';
import type { Policy } from './policy.js';

/** What a policy makes of what was found. */
export interface Judged {
  /** With excepted ones marked. */
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
  /** What the policy asked for and could not be told. */
  readonly incomplete: readonly Incomplete[];
  readonly verdict: Verdict;
}

/** Findings, compared with the baseline, and what could not be checked. */
export interface Judgeable {
  readonly findings: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  readonly targets: readonly Target[];
}

/**
 * Applies exceptions, then judges. `complete`: every check that an exception may speak of has run, so that one that
 * covers nothing can be told.
 */
export function applyPolicy(
  { findings, incomplete }: Judgeable,
  policy: Policy,
  { now, complete }: { readonly now: Date; readonly complete: boolean },
): Judged {
  const exceptions = startExceptions(policy.exceptions, now);
  const marked = exceptions.apply(findings);
  return {
    findings: marked,
    notes: exceptions.notes(complete && incomplete.length === 0),
    incomplete: [],
    verdict: judge(marked, incomplete, policy, now),
  };
}
