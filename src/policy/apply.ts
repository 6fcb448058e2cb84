import { type Coverage, isGap, uncovered } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import type { Package } from '../core/package.js';
import type { Incomplete, Inspection, Note, Report, Verdict } from '../core/report.js';
import { matchesGlob } from '../lib/glob.js';
import { applyCustomRules } from './custom-rules.js';
import { matchExceptions } from './exceptions.js';
import type { Policy } from './policy.js';
import { requiredFacts } from './required-facts.js';
import { type ExceptionCount, unmatchedExceptions } from './unmatched-exceptions.js';
import { decideVerdict } from './verdict.js';

/** The result of applying a policy. */
export interface PolicyResult {
  /** All findings, with those marked that an exception covers. */
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
  /** All checks that could not run, those of custom rules and of gates without facts included. */
  readonly incomplete: readonly Incomplete[];
  /** With the gaps marked that the policy allows. */
  readonly coverage: readonly Coverage[];
  readonly verdict: Verdict;
}

/** Findings with the status that the comparison with the baseline gave them, and their targets and packages. */
export type EvaluationInput = Pick<Report, 'findings' | 'incomplete' | 'targets' | 'packages'> &
  Pick<Inspection, 'missingFacts' | 'coverage'> & {
    /** The packages of the baseline, with the images' current names. */
    readonly packagesBefore?: readonly Package[] | undefined;
  };

export interface PolicyOptions {
  readonly now: Date;
  /** How to count the exceptions that match nothing; undefined for a run that does not look at all that they may be about. */
  readonly exceptionCount?: ExceptionCount | undefined;
}

/**
 * Applies the exceptions, then the custom rules to the remaining findings and the packages, then the exceptions to the
 * findings of the custom rules, counts the exceptions that covered nothing, and decides the verdict.
 */
export function applyPolicy(
  input: EvaluationInput,
  policy: Policy,
  { now, exceptionCount }: PolicyOptions,
): PolicyResult {
  const exceptions = matchExceptions(policy.exceptions, now);
  const marked = exceptions.apply(input.findings);
  const custom = applyCustomRules(
    policy.rules,
    { ...input, findings: marked },
    {
      packages: new Map(input.packages.map((p) => [p.purl, p])),
      targets: new Map(input.targets.map((t) => [t.name, t])),
      now,
    },
  );
  const covered = marked.concat(exceptions.apply(custom.findings));
  const facts = requiredFacts(policy, input.missingFacts ?? []);
  const coverage = [...(input.coverage ?? []), ...facts].map((row) => markAllowed(row, policy));
  const incomplete = [...input.incomplete, ...uncovered(coverage), ...custom.incomplete];
  const run = { findings: covered, incomplete, coverage, targets: input.targets };
  const unused = exceptionCount
    ? unmatchedExceptions(policy, exceptions.unused(), run, exceptionCount)
    : { findings: [], notes: [] };
  const findings = covered.concat(exceptions.apply(unused.findings));
  return {
    findings,
    notes: [...exceptions.notes(), ...unused.notes, ...custom.notes],
    incomplete,
    coverage,
    verdict: decideVerdict(findings, incomplete, policy, now),
  };
}

/** A gap that the policy allows is marked. A check that failed is no gap: only `allow-incomplete` allows it. */
function markAllowed(row: Coverage, policy: Policy): Coverage {
  if (!isGap(row) || row.state === 'failed' || row.informational) return row;
  const names = [row.target, `${row.target} (${row.platform})`];
  const isAllowed =
    policy.allowIncomplete.includes(row.check) ||
    policy.allowUncovered.some(
      ({ check, target }) => check === row.check && names.some((name) => matchesGlob(target, name)),
    );
  return isAllowed ? { ...row, allowed: true } : row;
}
