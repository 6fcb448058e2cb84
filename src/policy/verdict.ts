import { CHECK_NAMES, incompleteReason } from '../core/check-names.js';
import { type Check, type Finding, vulnerabilityDetails } from '../core/finding.js';
import { isFixable } from '../core/fixable.js';
import { placeName, shortName } from '../core/place-name.js';
import type { Incomplete, Verdict } from '../core/report.js';
import { atLeast, SEVERITIES, type Severity } from '../core/severity.js';
import { compareByUrgency, isExploited, sortByUrgency } from '../core/urgency.js';
import { DAY } from '../lib/dates.js';
import { groupBy } from '../lib/group-by.js';
import { pluralize } from '../lib/text.js';
import type { Gate } from './gate.js';
import type { Policy } from './policy.js';

/** What a verdict depends on besides the findings. */
export interface VerdictContext {
  readonly now: Date;
  /** Whether the findings were compared with a baseline: if not, all of them have the status `new`. */
  readonly compared?: boolean | undefined;
}

/**
 * The verdict: `fail` when a finding fails a gate, else `incomplete` when a check could not run and the policy does not
 * allow that, else `pass`. There is one reason for each gate, the most important first, with the number of findings and
 * the most urgent ones; then the number of findings that only do not count because they are existing; then one
 * reason for each incomplete check.
 */
export function decideVerdict(
  findings: readonly Finding[],
  incomplete: readonly Incomplete[],
  policy: Policy,
  { now, compared = false }: VerdictContext,
): Verdict {
  const failing = new Map<string, Failure>();
  for (const finding of findings) {
    const gate = failedGate(finding, policy, now);
    if (gate === undefined) continue;
    const key = `${gate.noun} ${gate.rule}`;
    const same = failing.get(key);
    if (same) same.findings.push(finding);
    else failing.set(key, { ...gate, findings: [finding] });
  }
  const missing = incomplete.filter(({ check }) => !policy.allowIncomplete.includes(check));
  return {
    outcome: failing.size > 0 ? 'fail' : missing.length > 0 ? 'incomplete' : 'pass',
    reasons: [
      ...failureReasons([...failing.values()], compared),
      ...(failing.size > 0 ? existingReason(findings, policy) : []),
      ...missing.map(incompleteReason),
    ],
  };
}

/** Whether the finding fails a gate of the policy at `now`. */
export function failsPolicy(finding: Finding, policy: Policy, now: Date): boolean {
  return failedGate(finding, policy, now) !== undefined;
}

/** The checks whose findings are urgent at any severity. */
const KEEP_SEVERITY: readonly string[] = ['malware', 'secret'] satisfies Check[];

/**
 * The policy with one severity for all checks (`--fail-on`). Malicious packages and secrets keep their own, and a check
 * that the policy sets to `none` stays off.
 */
export function withSeverity(policy: Policy, severity: Severity): Policy {
  const checks = Object.entries(policy.failOn.checks).map(([check, gate]) => {
    if (KEEP_SEVERITY.includes(check) || gate.severity === 'none') return [check, gate];
    const { severity: _, ...own } = gate;
    return [check, own];
  });
  return {
    ...policy,
    failOn: {
      ...policy.failOn,
      severity,
      // Without a policy file the option is the whole gate, so that unfixed vulnerabilities fail too.
      ...(policy.path === undefined && { fixable: false }),
      checks: Object.fromEntries(checks),
    },
  };
}

/** The gate of a check: the general gate with the check's differences. */
export function gateOf(policy: Policy, check: Check): Gate {
  return { ...policy.failOn, ...policy.failOn.checks[check] };
}

/** A gate that findings fail: `3 new ` + noun + ` ` + rule. */
interface FailedGate {
  /** `vulnerability`, `secret finding` */
  readonly noun: string;
  /** `at high or above`; empty if all findings of the kind fail. */
  readonly rule: string;
}

interface Failure extends FailedGate {
  readonly findings: Finding[];
}

/** The gate that the finding fails; undefined when it fails none. */
function failedGate(finding: Finding, policy: Policy, now: Date): FailedGate | undefined {
  const { check, status, severity } = finding;
  const details = vulnerabilityDetails(finding);
  if (status === 'excepted' || status === 'fixed') return undefined;
  const gate = gateOf(policy, check);
  if (gate.new && status === 'existing') return undefined;
  if (gate.knownExploited && isExploited(finding))
    return { noun: 'vulnerability', rule: 'known to be exploited' };
  // A privileged container or a secret has no fixed version: only vulnerabilities wait for one.
  if (check === 'vulnerability') {
    if (gate.fixable && !isFixable(finding)) return undefined;
    if (isInGracePeriod(details?.published, gate.graceDays, now)) return undefined;
  }
  if (gate.severity !== 'none' && atLeast(severity, gate.severity)) {
    const isOwnGate = policy.failOn.checks[check]?.severity !== undefined;
    const noun = isOwnGate ? `${CHECK_NAMES[check]} finding` : 'finding';
    return { noun, rule: severityRule(gate.severity) };
  }
  if (gate.epss !== undefined && typeof details?.epss === 'number' && details.epss >= gate.epss)
    return { noun: 'vulnerability', rule: `with an EPSS of ${gate.epss} or more` };
  return undefined;
}

function severityRule(severity: Severity): string {
  if (severity === SEVERITIES[0]) return `at ${severity}`;
  return severity === SEVERITIES.at(-1) ? '' : `at ${severity} or above`;
}

/** Whether the grace period lasts. An advisory without a date has none. */
function isInGracePeriod(published: unknown, days: number, now: Date): boolean {
  if (days === 0 || typeof published !== 'string') return false;
  return now.getTime() < Date.parse(published) + days * DAY;
}

/** One reason for each gate, the one with the most urgent finding first. */
function failureReasons(failing: readonly Failure[], compared: boolean): string[] {
  const most = failing.length > 1 ? 1 : 2;
  return failing
    .map((failure) => ({ ...failure, findings: sortByUrgency(failure.findings) }))
    .sort((a, b) => {
      const [[one], [other]] = [a.findings, b.findings];
      return one && other ? compareByUrgency(one, other) : 0;
    })
    .map(({ noun, rule, findings }) => {
      const isNew = compared && findings.every(({ status }) => status === 'new');
      const what = `${isNew ? 'new ' : ''}${noun}`;
      const plural = what.replace(/y$/, 'ies').replace(/([^s])$/, '$1s');
      const count = pluralize(findings.length, what, plural);
      return `${count}${rule === '' ? '' : ` ${rule}`} (${namesOf(findings, most)})`;
    });
}

/** `CVE-2024-1 in openssl, DL3002 at Dockerfile:7 and 3 more` */
function namesOf(findings: readonly Finding[], most: number): string {
  const names = [...groupBy(findings, nameOf)];
  const named = names.slice(0, most);
  // Several may have the same name.
  const more = findings.length - named.reduce((sum, [, same]) => sum + same.length, 0);
  return `${named.map(([name]) => name).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function nameOf(finding: Finding): string {
  const { rule, location, subject, details } = finding;
  const name = details && 'package' in details ? details.package : undefined;
  if (typeof name === 'string' && name !== '') return `${rule} in ${shortName(name)}`;
  if (location) return placeName(rule, location);
  return subject?.image === undefined ? rule : `${rule} in ${shortName(subject.image)}`;
}

/** How many findings do not fail for the only reason that they are existing. */
function existingReason(findings: readonly Finding[], policy: Policy): string[] {
  const count = findings.filter(
    ({ check, status }) => status === 'existing' && gateOf(policy, check).new,
  ).length;
  return count > 0
    ? [
        `${pluralize(count, 'existing finding')} ${count === 1 ? 'does' : 'do'} not count, because the policy fails new ones only`,
      ]
    : [];
}
