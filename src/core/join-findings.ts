import type { Finding } from './finding.js';
import { fingerprint } from './fingerprint.js';
import type { FindingIdentity } from './holder.js';
import type { Location } from './location.js';
import { compareSeverity } from './severity.js';

/**
 * One finding for the findings of one problem: the most severe one, which gets the rules of the others as aliases. Exceptions
 * and ignore comments for those that are as severe apply. The first of those stays.
 */
export function joinFindings(findings: readonly [Finding, ...Finding[]]): Finding {
  const [first, ...others] = [...findings].sort((a, b) => compareSeverity(a.severity, b.severity));
  if (!first || others.length === 0) return findings[0];
  const related = others.flatMap(({ location, message, related: more = [] }) => [
    ...(location && !isNear(location, first.location) ? [{ location, message }] : []),
    ...more,
  ]);
  const reach = [first, ...others].flatMap((one) => one.reach ?? []);
  return {
    ...first,
    ...joinNames([first, ...others]),
    tags: [...new Set([first, ...others].flatMap(({ tags }) => tags))],
    ...((first.related ?? related[0]) && { related: [...(first.related ?? []), ...related] }),
    ...(first.identity && { identity: joinIdentities(first.identity, others) }),
    ...(reach.length > 0 && { reach }),
    includes: [...new Set([first, ...others].flatMap((one) => one.includes ?? []))],
    joined: [
      ...new Set(others.map(({ fingerprint }) => fingerprint)),
      ...[first, ...others].flatMap((one) => one.joined ?? []),
    ],
  };
}

/** The names of findings of one problem, the most severe one first. */
export function joinNames([first, ...others]: readonly [Finding, ...Finding[]]): Pick<
  Finding,
  'aliases' | 'milder'
> {
  const aliases = new Set([first, ...others].flatMap(({ rule, aliases }) => [rule, ...aliases]));
  aliases.delete(first.rule);
  const isAsSevere = ({ severity }: Finding) => compareSeverity(severity, first.severity) <= 0;
  const accepting = new Set([first, ...others.filter(isAsSevere)].flatMap(acceptingNames));
  const milder = [...aliases].filter((name) => !accepting.has(name));
  return { aliases: [...aliases], ...(milder.length > 0 && { milder }) };
}

/** The names of a finding that exceptions and ignore comments can accept it by: its rule and aliases, as severe as it is. */
export function acceptingNames({ rule, aliases, milder = [] }: Finding): string[] {
  return [rule, ...aliases].filter((name) => !milder.includes(name));
}

/** What makes the joined finding one: all that makes its parts findings. */
function joinIdentities(
  { holder, value }: FindingIdentity,
  others: readonly Finding[],
): FindingIdentity {
  const values = [value, ...others.flatMap(({ identity }) => identity?.value ?? [])];
  return { holder, value: fingerprint(...values.sort()).slice(0, 16) };
}

/** Whether a place is in the lines of the other one, or on a line next to them: nothing new is to be seen there. */
function isNear(one: Location, other: Location | undefined): boolean {
  if (one.path !== other?.path) return false;
  return one.endLine >= other.startLine - 1 && one.startLine <= other.endLine + 1;
}
