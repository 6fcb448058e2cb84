import { type Coverage, isGap, uncovered } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import type { Package } from '../core/package.js';
import type { Incomplete, Inspection, Note, Report, Verdict } from '../core/report.js';
import { matchesGlob } from '../lib/glob.js';
import { applyCustomRules } from './custom-rules.js';
import { matchExceptions } from './exceptions.js';
import type { Policy } from './policy.js';
import { requiredFacts } from './required-facts.js';
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

/**
 * Applies the exceptions, then the custom rules to the remaining findings and the packages, then the exceptions to the
 * findings of the custom rules, and decides the verdict. `complete` means that all checks have run, so that an exception without a match
 * is no longer needed.
 */
export function applyPolicy(
  input: EvaluationInput,
  policy: Policy,
  { now, complete }: { readonly now: Date; readonly complete: boolean },
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
  const findings = marked.concat(exceptions.apply(custom.findings));
  const facts = requiredFacts(policy, input.missingFacts ?? []);
  const coverage = [...(input.coverage ?? []), ...facts].map((row) => markAllowed(row, policy));
  const incomplete = [...input.incomplete, ...uncovered(coverage), ...custom.incomplete];
  return {
    findings,
    notes: [
      ...exceptions.notes(complete && incomplete.length === 0 && !coverage.some(isGap)),
      ...custom.notes,
    ],
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
