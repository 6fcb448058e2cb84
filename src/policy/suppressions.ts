import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint } from '../core/fingerprint.js';
import type { Target } from '../core/report.js';
import { atLeast } from '../core/severity.js';
import { type SuppressionsBefore, wasSuppressed } from '../core/suppression.js';
import { applyCustomRules } from './custom-rules.js';
import { lowerSeverities } from './lower-severities.js';
import type { IgnoreComments, Policy } from './policy.js';
import { failsPolicy } from './verdict.js';

export interface AppliedSuppressions {
  /** Findings that a comment suppresses. Their status is `existing` if a comment on the base branch does as well. */
  readonly suppressed: readonly Finding[];
  /** Findings with a comment that does not apply. They count as findings. */
  readonly denied: readonly Finding[];
  /** Those of them that the comment suppresses after the merge. */
  readonly later: readonly Finding[];
}

/**
 * Applies suppression comments, if the policy does. In a pull request, a comment that it adds does not apply before the merge
 * to findings at high or above and to others that fail the policy: a change cannot excuse what it brings. Outside of a pull request, no comment is new.
 */
export function applySuppressions(
  suppressed: readonly Finding[],
  policy: Policy,
  {
    before,
    moved,
    isPullRequest,
    targets = [],
    now,
  }: {
    readonly before?: SuppressionsBefore | undefined;
    /** The ids of holders before, by their ids now. */
    readonly moved?: ReadonlyMap<string, string>;
    /** Whether the comments for a finding can be those of a pull request. */
    readonly isPullRequest: (finding: Finding) => boolean;
    /** What was checked, for the policy's own rules. */
    readonly targets?: readonly Target[];
    readonly now: Date;
  },
): AppliedSuppressions {
  const kept: Finding[] = [];
  const denied: Finding[] = [];
  const later: Finding[] = [];
  const unique = disambiguateFingerprints(suppressed);
  const rated = lowerSeverities(suppressed, policy).map((finding, index): Finding => {
    const { fingerprint } = unique[index] ?? finding;
    const isKnown = before && wasSuppressed({ ...finding, fingerprint }, before, moved);
    return { ...finding, fingerprint, status: isKnown ? 'existing' : 'new' };
  });
  const mustCount = countingTest(rated, policy, { targets, now });
  unique.forEach((finding, index) => {
    const own = rated[index] ?? finding;
    const { status } = own;
    const isAdded = status === 'new' && isPullRequest(finding);
    const given = suppressed[index] ?? finding;
    const reason = reasonOfPolicy(policy.ignoreComments, isAdded);
    if (reason !== undefined) denied.push(asDenied(given, reason));
    else if (isAdded && mustCount(own)) {
      denied.push(asDenied(given, 'new comments on what fails apply after the merge'));
      later.push(given);
    } else kept.push({ ...finding, status });
  });
  return { suppressed: kept, denied, later };
}

/** Tests whether a finding, or what a rule of the policy makes of it, is high or above or fails the policy. */
function countingTest(
  suppressed: readonly Finding[],
  policy: Policy,
  { targets, now }: { readonly targets: readonly Target[]; readonly now: Date },
): (finding: Finding) => boolean {
  const counts = (finding: Finding) =>
    atLeast(finding.severity, 'high') || failsPolicy(finding, policy, now);
  if (policy.rules.length === 0 || suppressed.length === 0) return counts;
  const { findings, incomplete } = applyCustomRules(
    policy.rules,
    { findings: suppressed, packages: [] },
    { packages: new Map(), targets: new Map(targets.map((one) => [one.name, one])), now },
  );
  // Whether a rule that failed would match is not known.
  if (incomplete.length > 0) return () => true;
  const counting = new Set(findings.filter(counts).map((one) => one.fingerprint));
  return (finding) =>
    counts(finding) ||
    policy.rules.some(({ id }) => counting.has(fingerprint(id, finding.fingerprint)));
}

/** Why the policy does not apply a comment; undefined if it does. */
function reasonOfPolicy(policy: IgnoreComments, isAdded: boolean): string | undefined {
  if (policy === 'deny') return 'the policy does not apply suppression comments';
  return policy === 'deny-new' && isAdded
    ? 'the policy does not apply comments that a pull request adds'
    : undefined;
}

function asDenied({ suppression, ...finding }: Finding, reason: string): Finding {
  const place = `${suppression?.path}:${suppression?.line}`;
  return {
    ...finding,
    message: `${finding.message} (not suppressed by the comment in ${place}: ${reason})`,
  };
}
