import { incompleteReason } from '../core/check-names.js';
import { type Check, type Finding, vulnerabilityDetails } from '../core/finding.js';
import { isFixable } from '../core/fixable.js';
import type { Incomplete, Verdict } from '../core/report.js';
import { atLeast, SEVERITIES, type Severity } from '../core/severity.js';
import { isExploited } from '../core/urgency.js';
import { DAY } from '../lib/dates.js';
import type { Gate } from './gate.js';
import type { Policy } from './policy.js';

/**
 * The verdict at `now`: `fail` when a finding fails a gate, else `incomplete` when a check could not run and the policy
 * does not allow that, else `pass`. There is one reason for each gate and each incomplete check, the most important
 * first.
 */
export function decideVerdict(
  findings: readonly Finding[],
  incomplete: readonly Incomplete[],
  policy: Policy,
  now: Date,
): Verdict {
  const failing = new Map<string, Finding[]>();
  for (const finding of findings) {
    const gate = failedGate(finding, policy, now);
    if (gate === undefined) continue;
    const same = failing.get(gate);
    if (same) same.push(finding);
    else failing.set(gate, [finding]);
  }
  const missing = incomplete.filter(({ check }) => !policy.allowIncomplete.includes(check));
  return {
    outcome: failing.size > 0 ? 'fail' : missing.length > 0 ? 'incomplete' : 'pass',
    reasons: [...failureReasons(failing), ...missing.map(incompleteReason)],
  };
}

/** Whether the finding fails a gate of the policy at `now`. */
export function failsPolicy(finding: Finding, policy: Policy, now: Date): boolean {
  return failedGate(finding, policy, now) !== undefined;
}

/** The policy with one severity for all checks (`--fail-on`). Malicious packages keep their own gate. */
export function withSeverity(policy: Policy, severity: Severity): Policy {
  const { malware } = policy.failOn.checks;
  const checks = Object.entries(policy.failOn.checks).map(([check, { severity: _, ...own }]) => [
    check,
    own,
  ]);
  return {
    ...policy,
    failOn: {
      ...policy.failOn,
      severity,
      // Without a policy file the option is the whole gate, so that unfixed vulnerabilities fail too.
      ...(policy.path === undefined && { fixable: false }),
      checks: { ...Object.fromEntries(checks), ...(malware && { malware }) },
    },
  };
}

/** The gate of a check: the general gate with the check's differences. */
export function gateOf(policy: Policy, check: Check): Gate {
  return { ...policy.failOn, ...policy.failOn.checks[check] };
}

/** The gate that the finding fails, as text that follows "2 high findings"; undefined when it fails none. */
function failedGate(finding: Finding, policy: Policy, now: Date): string | undefined {
  const { check, status, severity } = finding;
  const details = vulnerabilityDetails(finding);
  if (status === 'excepted' || status === 'fixed') return undefined;
  const gate = gateOf(policy, check);
  if (gate.new && status === 'existing') return undefined;
  if (gate.knownExploited && isExploited(finding)) return 'known to be exploited';
  // A privileged container or a secret has no fixed version: only vulnerabilities wait for one.
  if (check === 'vulnerability') {
    if (gate.fixable && !isFixable(finding)) return undefined;
    if (isInGracePeriod(details?.published, gate.graceDays, now)) return undefined;
  }
  if (gate.severity !== 'none' && atLeast(severity, gate.severity)) {
    if (check === 'malware') return 'of malware';
    const suffix = policy.failOn.checks[check]?.severity === undefined ? '' : ` (${check})`;
    return `at or above ${gate.severity}${suffix}`;
  }
  if (gate.epss !== undefined && typeof details?.epss === 'number' && details.epss >= gate.epss)
    return `with an EPSS of ${gate.epss} or more`;
  return undefined;
}

/** Whether the grace period lasts. An advisory without a date has none. */
function isInGracePeriod(published: unknown, days: number, now: Date): boolean {
  if (days === 0 || typeof published !== 'string') return false;
  return now.getTime() < Date.parse(published) + days * DAY;
}

/** One reason for each gate, the one with the worst finding first. */
function failureReasons(failing: ReadonlyMap<string, readonly Finding[]>): string[] {
  const worst = (findings: readonly Finding[]) =>
    Math.min(...SEVERITIES.flatMap((s, i) => (findings.some((f) => f.severity === s) ? [i] : [])));
  return [...failing]
    .sort(([, a], [, b]) => worst(a) - worst(b))
    .map(([gate, findings]) => {
      const counts = SEVERITIES.map((s) => [findings.filter((f) => f.severity === s).length, s])
        .filter(([n]) => n !== 0)
        .map(([n, s]) => `${n} ${s}`);
      return `${counts.join(', ')} ${findings.length === 1 ? 'finding' : 'findings'} ${gate}`;
    });
}
