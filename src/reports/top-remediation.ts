import type { Finding } from '../core/finding.js';
import { compareRanges } from '../core/location.js';
import type { RuleBook } from '../core/report.js';
import { SEVERITIES, type Severity } from '../core/severity.js';
import { compareText, pluralize } from '../lib/text.js';
import { allRemediations, type Remediation, type ResolvedCounts } from './remediations.js';

/**
 * The single edit that resolves the most risk: malicious packages first, then exploited vulnerabilities, then by
 * severity. Undefined when no edit resolves a finding of medium severity or worse.
 */
export function topRemediation(
  findings: readonly Finding[],
  rules: RuleBook,
): Remediation | undefined {
  const [best] = allRemediations(findings, rules).sort(
    (a, b) =>
      compareResolvedCounts(a.resolves, b.resolves) ||
      Number(b.confident) - Number(a.confident) ||
      compareByPlace(a, b),
  );
  if (!best) return undefined;
  const { resolves } = best;
  return resolves.exploited > 0 || WORTH_FIXING.some((s) => resolves[s] > 0) ? best : undefined;
}

const WORTH_FIXING: readonly Severity[] = ['critical', 'high', 'medium'];

/** `2 findings (1 critical, 1 high), 1 of them known to be exploited`; follows "resolves". */
export function formatResolved({ exploited, ...counts }: ResolvedCounts): string {
  const severities = SEVERITIES.filter((severity) => counts[severity] > 0);
  const total = severities.reduce((sum, severity) => sum + counts[severity], 0);
  const parts = severities.map((severity) => `${counts[severity]} ${severity}`);
  const findings =
    parts.length === 1
      ? `${parts[0]} ${total === 1 ? 'finding' : 'findings'}`
      : `${pluralize(total, 'finding')} (${parts.join(', ')})`;
  if (exploited === 0) return findings;
  return `${findings}, ${total === 1 ? '' : `${exploited} of them `}known to be exploited`;
}

/** Negative when `a` resolves more risk than `b`. */
export function compareResolvedCounts(a: ResolvedCounts, b: ResolvedCounts): number {
  for (const key of ['malicious', 'exploited', ...SEVERITIES] as const) {
    if (a[key] !== b[key]) return b[key] - a[key];
  }
  return 0;
}

function compareByPlace(a: Remediation, b: Remediation): number {
  if (!a.location || !b.location) return Number(!a.location) - Number(!b.location);
  return compareText(a.location.path, b.location.path) || compareRanges(a.location, b.location);
}
