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
 * The verdict at `now`: `fail` when a finding passes a gate, else `incomplete` when a check could not run and the
 * policy does not allow it, else `pass`. Reasons are plain sentences, each naming one gate, the most important first.
 */
export function decideVerdict(
  findings: readonly Finding[],
  incomplete: readonly Incomplete[],
  policy: Policy,
  now: Date,
): Verdict {
  const blocked = new Map<string, Finding[]>();
  for (const finding of findings) {
    const gate = failedGate(finding, policy, now);
    if (gate === undefined) continue;
    const same = blocked.get(gate);
    if (same) same.push(finding);
    else blocked.set(gate, [finding]);
  }
  const missing = incomplete.filter((i) => !policy.allowIncomplete.includes(i.check));
  return {
    outcome: blocked.size > 0 ? 'fail' : missing.length > 0 ? 'incomplete' : 'pass',
    reasons: [...blockedReasons(blocked), ...missing.map(incompleteReason)],
  };
}

/** The policy with one severity for all checks, as `--fail-on` wants it; malicious packages keep their own. */
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
      checks: { ...Object.fromEntries(checks), ...(malware && { malware }) },
    },
  };
}

/** The gate of a check: what the policy says of it over what it says of all. */
export function gateOf(policy: Policy, check: Check): Gate {
  return { ...policy.failOn, ...policy.failOn.checks[check] };
}

/** The gate that this finding alone fails, in words that follow "findings"; undefined when it passes. */
function failedGate(finding: Finding, policy: Policy, now: Date): string | undefined {
  const { check, status, severity } = finding;
  const details = vulnerabilityDetails(finding);
  if (status === 'excepted' || status === 'fixed') return undefined;
  const gate = gateOf(policy, check);
  if (gate.new && status === 'existing') return undefined;
  if (gate.knownExploited && isExploited(finding)) return 'known to be exploited';
  if (gate.fixable && !isFixable(finding)) return undefined;
  if (inGrace(details?.published, gate.graceDays, now)) return undefined;
  if (gate.severity !== 'none' && atLeast(severity, gate.severity)) {
    if (check === 'malware') return 'of malware';
    const own = policy.failOn.checks[check]?.severity === undefined ? '' : ` (${check})`;
    return `at or above ${gate.severity}${own}`;
  }
  if (gate.epss !== undefined && typeof details?.epss === 'number' && details.epss >= gate.epss)
    return `with an EPSS of ${gate.epss} or more`;
  return undefined;
}

/** What nobody dated has no grace. */
function inGrace(published: unknown, days: number, now: Date): boolean {
  if (days === 0 || typeof published !== 'string') return false;
  return now.getTime() < Date.parse(published) + days * DAY;
}

/** One for each gate, the worst finding first. */
function blockedReasons(blocked: ReadonlyMap<string, readonly Finding[]>): string[] {
  const worst = (findings: readonly Finding[]) =>
    Math.min(...SEVERITIES.flatMap((s, i) => (findings.some((f) => f.severity === s) ? [i] : [])));
  return [...blocked]
    .sort(([, a], [, b]) => worst(a) - worst(b))
    .map(([gate, findings]) => {
      const counts = SEVERITIES.map((s) => [findings.filter((f) => f.severity === s).length, s])
        .filter(([n]) => n !== 0)
        .map(([n, s]) => `${n} ${s}`);
      return `${counts.join(', ')} ${findings.length === 1 ? 'finding' : 'findings'} ${gate}`;
    });
}
