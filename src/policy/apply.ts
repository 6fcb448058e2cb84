import type { Finding } from '../core/finding.js';
import type { Incomplete, Note, Report, Verdict } from '../core/report.js';
import { startExceptions } from './exceptions.js';
import { applyRules } from './own-rules.js';
import type { Policy } from './policy.js';
import { decideVerdict } from './verdict.js';

/** What a policy makes of what was found. */
export interface PolicyResult {
  /** With excepted ones marked. */
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
  /** What could not be checked, the policy's own rules included. */
  readonly incomplete: readonly Incomplete[];
  readonly verdict: Verdict;
}

/** Findings, compared with the baseline, and what they are about. */
export type EvaluationInput = Pick<Report, 'findings' | 'incomplete' | 'targets' | 'packages'>;

/**
 * Applies exceptions, the policy's own rules to what stands, exceptions to what those found, then judges. `complete`:
 * every check that an exception may speak of has run, so that one that covers nothing can be told.
 */
export function applyPolicy(
  found: EvaluationInput,
  policy: Policy,
  { now, complete }: { readonly now: Date; readonly complete: boolean },
): PolicyResult {
  const exceptions = startExceptions(policy.exceptions, now);
  const marked = exceptions.apply(found.findings);
  const own = applyRules(policy.rules, marked, {
    packages: new Map(found.packages.map((p) => [p.purl, p])),
    targets: new Map(found.targets.map((t) => [t.name, t])),
    now,
  });
  const findings = marked.concat(exceptions.apply(own.findings));
  const incomplete = [...found.incomplete, ...own.incomplete];
  return {
    findings,
    notes: exceptions.notes(complete && incomplete.length === 0),
    incomplete,
    verdict: decideVerdict(findings, incomplete, policy, now),
  };
}
