import type { Finding, Status } from '../core/finding.js';
import { compareRanges } from '../core/location.js';
import { SEVERITIES, type Severity } from '../core/severity.js';
import { compareUrgency } from '../core/urgency.js';
import { compareText } from '../lib/text.js';

/** The findings that stand: neither fixed nor excepted. */
export function openFindings(findings: readonly Finding[]): Finding[] {
  return findings.filter((f) => f.status === 'new' || f.status === 'existing');
}

export function withStatus(findings: readonly Finding[], status: Status): Finding[] {
  return findings.filter((f) => f.status === status);
}

/** The most urgent first; of equally urgent ones by place. */
export function byUrgency(a: Finding, b: Finding): number {
  return compareUrgency(a, b) || byPlace(a, b);
}

/** By file and range; what has no place in the repository comes last. */
export function byPlace(a: Finding, b: Finding): number {
  if (a.location && b.location) {
    return (
      compareText(a.location.path, b.location.path) ||
      compareRanges(a.location, b.location) ||
      compareText(a.rule, b.rule)
    );
  }
  return Number(!a.location) - Number(!b.location) || compareText(a.rule, b.rule);
}

/** `2 critical, 5 high`; empty for none. */
export function formatSeverityCounts(findings: readonly Finding[]): string {
  const counts = new Map<Severity, number>();
  for (const f of findings) counts.set(f.severity, (counts.get(f.severity) ?? 0) + 1);
  return SEVERITIES.filter((s) => counts.has(s))
    .map((s) => `${counts.get(s)} ${s}`)
    .join(', ');
}

/** `1 finding`, `2 findings`. */
export function pluralize(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

/** Groups in order of first appearance. */
export function groupBy<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const k = key(item);
    const group = groups.get(k);
    if (group) group.push(item);
    else groups.set(k, [item]);
  }
  return groups;
}
