import type { Finding } from '../core/finding.js';
import { joinNames } from '../core/join-findings.js';
import { compareRanges, type Range } from '../core/location.js';
import { compareSeverity } from '../core/severity.js';
import type { DockerfileRule } from './rule.js';

/**
 * Merges findings of rules that name each other in `mergesWith`, where their ranges overlap: the more severe finding
 * stays and gets the names of the other one.
 */
export function mergeFamilies(
  findings: readonly Finding[],
  rules: readonly DockerfileRule[],
): Finding[] {
  const partners = partnersByRule(rules);
  const merged: Finding[] = [];
  /** Indexes in `merged` of findings with partners. Ranges of one family may begin at the instruction, but end alike. */
  const byEndLine = new Map<number, number[]>();
  for (const finding of findings) {
    const names = partners.get(finding.rule);
    if (!names) {
      merged.push(finding);
      continue;
    }
    const line = finding.location?.endLine ?? 0;
    const sameLine = byEndLine.get(line) ?? [];
    const index = sameLine.find((i) => isPartner(merged[i], finding, names));
    const partner = index === undefined ? undefined : merged[index];
    if (index !== undefined && partner) {
      merged[index] = mergePair(partner, finding);
    } else {
      byEndLine.set(line, sameLine);
      sameLine.push(merged.length);
      merged.push(finding);
    }
  }
  return merged;
}

/** For each rule, the rules that it merges with, in both directions. */
function partnersByRule(
  rules: readonly DockerfileRule[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const partners = new Map<string, Set<string>>();
  const add = (rule: string, other: string) =>
    partners.set(rule, (partners.get(rule) ?? new Set()).add(other));
  for (const rule of rules) {
    for (const other of rule.mergesWith ?? []) {
      add(rule.id, other);
      add(other, rule.id);
    }
  }
  return partners;
}

function isPartner(
  candidate: Finding | undefined,
  { location }: Finding,
  names: ReadonlySet<string>,
): boolean {
  if (!candidate?.location || !location) return false;
  return (
    [candidate.rule, ...candidate.aliases].some((name) => names.has(name)) &&
    overlap(candidate.location, location)
  );
}

function mergePair(a: Finding, b: Finding): Finding {
  const [first, second] = compareSeverity(a.severity, b.severity) <= 0 ? [a, b] : [b, a];
  const startsEarlier =
    first.location && second.location && compareRanges(second.location, first.location) < 0;
  return {
    ...first,
    location: startsEarlier ? second.location : first.location,
    ...joinNames([first, second]),
    tags: [...new Set([...first.tags, ...second.tags])],
    includes: [...(first.includes ?? []), second.fingerprint, ...(second.includes ?? [])],
    ...(second.ruleSet && { ruleSet: second.ruleSet }),
    fix: first.fix ?? second.fix,
  };
}

function overlap(a: Range, b: Range): boolean {
  const isBefore = (x: Range, y: Range) =>
    x.endLine < y.startLine || (x.endLine === y.startLine && x.endColumn <= y.startColumn);
  return compareRanges(a, b) === 0 || (!isBefore(a, b) && !isBefore(b, a));
}
