import type { Finding } from '../core/finding.js';
import { compareRanges, type Location, overlaps } from '../core/location.js';
import { addTo } from '../lib/group-by.js';

/** A finding about a secret, and the text that it is about. */
export interface KnownSecret {
  readonly finding: Finding;
  readonly at: Location;
}

/** Those of the findings that are about secrets, at their own places. */
export function knownSecrets(findings: readonly Finding[]): KnownSecret[] {
  return findings.flatMap((finding) =>
    finding.location && finding.tags.includes('practice:secrets')
      ? { finding, at: finding.location }
      : [],
  );
}

/**
 * The secrets that other findings are about already, each with that finding. A finding is about one secret: the first in its
 * text, wherever else that stands there. Further ones, which a command, a script or a value can have, are not known.
 */
export function toldSecrets(
  secrets: readonly Finding[],
  known: readonly KnownSecret[],
): ReadonlyMap<Finding, Finding> {
  const told = new Map<Finding, Finding>();
  const byPath = new Map<string, Located[]>();
  for (const finding of secrets) {
    const { location } = finding;
    if (location) addTo(byPath, location.path, { finding, at: location });
  }
  for (const all of byPath.values()) all.sort((a, b) => compareRanges(a.at, b.at));
  for (const { finding, at } of known) {
    const inside = (byPath.get(at.path) ?? []).filter((one) => overlaps(one.at, at));
    const first = inside.find((one) => !told.has(one.finding));
    for (const one of inside)
      if (first && isSame(one.finding, first.finding)) told.set(one.finding, finding);
  }
  return told;
}

interface Located {
  readonly finding: Finding;
  readonly at: Location;
}

function isSame(one: Finding, other: Finding): boolean {
  return one === other || (one.subjectId !== undefined && one.subjectId === other.subjectId);
}
