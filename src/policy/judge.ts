import type { Finding } from '../findings/finding.js';
import type { Incomplete, Verdict } from '../findings/report.js';
import { atLeast, SEVERITIES } from '../findings/severity.js';
import type { Policy } from './policy.js';

/**
 * The verdict: `fail` when a finding passes the gate, else `incomplete` when a check could not run and the policy does
 * not allow it, else `pass`. Reasons are plain sentences, the most important first.
 */
export function judge(
  findings: readonly Finding[],
  incomplete: readonly Incomplete[],
  policy: Policy,
): Verdict {
  const blocking = findings.filter((finding) => blocks(finding, policy));
  const missing = incomplete.filter((i) => !policy.allowIncomplete.includes(i.check));
  const reasons = [...blockingReason(blocking, policy), ...missing.map(missingReason)];
  const outcome = blocking.length > 0 ? 'fail' : missing.length > 0 ? 'incomplete' : 'pass';
  return { outcome, reasons };
}

/** Whether this finding alone would fail the result. */
function blocks(finding: Finding, policy: Policy): boolean {
  if (finding.status === 'excepted' || finding.status === 'fixed') return false;
  if (policy.failOn.new && finding.status === 'known') return false;
  if (finding.check === 'malware') return true;
  const { severity } = policy.failOn;
  if (severity === 'none' || !atLeast(finding.severity, severity)) return false;
  return !policy.failOn.fixable || isFixable(finding);
}

function isFixable(finding: Finding): boolean {
  return finding.fix !== undefined || (finding.details?.fixed ?? undefined) !== undefined;
}

function blockingReason(blocking: readonly Finding[], policy: Policy): string[] {
  if (blocking.length === 0) return [];
  const counts = SEVERITIES.map(
    (s) => [blocking.filter((f) => f.severity === s).length, s] as const,
  )
    .filter(([n]) => n > 0)
    .map(([n, s]) => `${n} ${s}`);
  const noun = blocking.length === 1 ? 'finding' : 'findings';
  return [`${counts.join(', ')} ${noun} at or above ${policy.failOn.severity}`];
}

function missingReason(incomplete: Incomplete): string {
  return `the ${incomplete.check} check of ${incomplete.target} could not run: ${incomplete.reason}`;
}
