import { type Coverage, collectCoverage, uncovered } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import type { Package } from '../core/package.js';
import type { Incomplete, Inspection, Note, Report, RuleBook, Verdict } from '../core/report.js';
import type { NotShown } from '../core/rule-set.js';
import { matchAllowedGaps } from './allowed-gaps.js';
import { applyCustomRules } from './custom-rules.js';
import { matchExceptions } from './exceptions.js';
import { licenseFindings } from './license-findings.js';
import { loweredNotes, lowerSeverities } from './lower-severities.js';
import type { Policy } from './policy.js';
import { requiredFacts } from './required-facts.js';
import { notShownNote, selectRuleSet } from './rule-set.js';
import { groupUnknownLicenses } from './unknown-licenses.js';
import { type ExceptionCount, unmatchedExceptions } from './unmatched-exceptions.js';
import { decideVerdict } from './verdict.js';

/** The result of applying a policy. */
export interface PolicyResult {
  /** All findings, with those marked that an exception covers. */
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
  /** All checks that are not complete, those of custom rules and of gates without facts included. */
  readonly incomplete: readonly Incomplete[];
  /** With the gaps marked that the policy allows. */
  readonly coverage: readonly Coverage[];
  /** The findings that are not in the rule set of the policy. */
  readonly notShown: readonly NotShown[];
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
  /** Whether the findings were compared with a baseline. */
  readonly compared?: boolean;
  /** How to count the exceptions that match nothing; undefined for a run that does not look at all that they may be about. */
  readonly exceptionCount?: ExceptionCount | undefined;
  /** The rules that findings may name; absent: none of them is outside the rule set. */
  readonly rules?: RuleBook;
}

/**
 * Lowers severities, applies the exceptions, then the custom rules to the remaining findings and the packages, and the
 * accepted licenses to the packages, then the exceptions to the findings of both, groups those about unknown licenses, leaves
 * out what is not in the rule set, counts the exceptions that covered nothing, and decides the verdict.
 */
export function applyPolicy(
  input: EvaluationInput,
  policy: Policy,
  { now, compared, exceptionCount, rules = new Map() }: PolicyOptions,
): PolicyResult {
  const exceptions = matchExceptions(policy.exceptions, now);
  const marked = exceptions.apply(lowerSeverities(input.findings, policy));
  const custom = applyCustomRules(
    policy.rules,
    { ...input, findings: marked },
    {
      packages: new Map(input.packages.map((p) => [p.purl, p])),
      targets: new Map(input.targets.map((t) => [t.name, t])),
      now,
    },
  );
  const licenses = licenseFindings(policy.licenses, input);
  const selected = selectRuleSet(marked, policy, rules);
  const covered = selected.findings.concat(
    exceptions.apply(custom.findings),
    groupUnknownLicenses(exceptions.apply(licenses.findings)),
  );
  const gaps = matchAllowedGaps(policy, now);
  const failed = [...input.incomplete, ...custom.incomplete, ...licenses.incomplete].map((item) =>
    gaps.covers(item) && !policy.allowIncomplete.includes(item.check) ? withoutEffect(item) : item,
  );
  // A target that could not be read at all is named once.
  const isFailed = (row: Coverage) =>
    failed.some(({ check, target }) => check === row.check && target === row.target);
  const facts = requiredFacts(policy, input.missingFacts ?? []).filter((row) => !isFailed(row));
  // Rows of failed checks are made again, for their reasons and for custom rules, which failed only now.
  const rows = (input.coverage ?? []).filter(({ state }) => state !== 'failed');
  const known = [...collectCoverage(rows, []), ...facts].map(gaps.mark);
  const coverage = collectCoverage(known, failed).map(gaps.mark);
  const incomplete = [...failed, ...uncovered(known)];
  const run = { findings: covered, incomplete, coverage, targets: input.targets };
  const unused = exceptionCount
    ? unmatchedExceptions(policy, exceptions.unused(), run, exceptionCount)
    : { findings: [], notes: [] };
  const findings = covered.concat(exceptions.apply(unused.findings));
  return {
    findings,
    notes: [
      ...notShownNote(selected.notShown),
      ...loweredNotes(findings, policy, now),
      ...exceptions.notes(),
      ...gaps.notes(coverage),
      ...unused.notes,
      ...custom.notes,
    ],
    incomplete,
    coverage,
    notShown: selected.notShown,
    verdict: decideVerdict(findings, incomplete, policy, { now, compared }),
  };
}

/** The failed check with a reason that says why an entry of `allow-uncovered` about it has no effect. */
function withoutEffect(item: Incomplete): Incomplete {
  const { reason } = item;
  const end = /[.!?]$/.test(reason) ? '' : '.';
  return {
    ...item,
    reason: `${reason}${end} allow-uncovered does not apply, because the check failed: use allow-incomplete`,
  };
}
