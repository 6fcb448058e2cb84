import type { Finding, Status } from '../core/finding.js';
import { compareRanges } from '../core/location.js';
import { compareSeverity, SEVERITIES, type Severity } from '../core/severity.js';

/** The findings that stand: neither fixed nor excepted. */
export function open(findings: readonly Finding[]): Finding[] {
  return findings.filter((f) => f.status === 'new' || f.status === 'existing');
}

export function withStatus(findings: readonly Finding[], status: Status): Finding[] {
  return findings.filter((f) => f.status === status);
}

/**
 * Most urgent first: what is exploited, then worst severity, what can be fixed, the likelihood of exploitation, new
 * before known, then by place.
 */
export function byUrgency(a: Finding, b: Finding): number {
  return (
    Number(isExploited(b)) - Number(isExploited(a)) ||
    compareSeverity(a.severity, b.severity) ||
    Number(isMendable(b)) - Number(isMendable(a)) ||
    likelihood(b) - likelihood(a) ||
    Number(a.status !== 'new') - Number(b.status !== 'new') ||
    byPlace(a, b)
  );
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

/** By UTF-16 unit: the same on every machine, unlike localeCompare. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isExploited(finding: Finding): boolean {
  return finding.details?.exploited === true;
}

function isMendable(finding: Finding): boolean {
  return finding.fix !== undefined || typeof finding.details?.fixed === 'string';
}

function likelihood({ details }: Finding): number {
  const epss = details?.epss;
  return typeof epss === 'number' && Number.isFinite(epss) ? epss : 0;
}

/** `2 critical, 5 high`; empty for none. */
export function countBySeverity(findings: readonly Finding[]): string {
  const counts = new Map<Severity, number>();
  for (const f of findings) counts.set(f.severity, (counts.get(f.severity) ?? 0) + 1);
  return SEVERITIES.filter((s) => counts.has(s))
    .map((s) => `${counts.get(s)} ${s}`)
    .join(', ');
}

/** `1 finding`, `2 findings`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
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
