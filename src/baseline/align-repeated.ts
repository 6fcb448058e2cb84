import type { Finding } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import { groupBy } from '../lib/group-by.js';

/**
 * The findings, in which those that have one fingerprint but for its counter exchange their counters: a finding with the
 * message of one in the baseline gets its fingerprint. Without this, a new stage in front of an old one on the same image
 * would take the place of the old one in the comparison.
 */
export function alignRepeated(
  findings: readonly Finding[],
  before: ReadonlyMap<string, Finding>,
): readonly Finding[] {
  const places = new Map(findings.map((finding, index) => [finding.fingerprint, index]));
  const aligned = [...findings];
  for (const { fingerprint: first } of findings) {
    const group = counted(first, places).flatMap((place) => findings[place] ?? []);
    if (group.length < 2) continue;
    // First those that are the same to the letter, in their stage or another one, then the others in order.
    const same = matched(group, before);
    const taken = new Set(same);
    const others = group.filter((one) => !taken.has(one));
    for (const [index, { fingerprint: name }] of group.entries()) {
      const finding = same[index] ?? others.shift();
      const place = finding && places.get(finding.fingerprint);
      if (finding && place !== undefined) aligned[place] = { ...finding, fingerprint: name };
    }
  }
  return aligned;
}

/** For each finding, the one that gets its fingerprint, since it has the message of the finding of the baseline. */
function matched(
  group: readonly Finding[],
  before: ReadonlyMap<string, Finding>,
): readonly (Finding | undefined)[] {
  const free = new Set(group);
  const keys = [
    ({ message, stage }: Finding) => `${stage} ${message}`,
    ({ message }: Finding) => message,
  ];
  const same = new Map<number, Finding>();
  for (const key of keys) {
    const alike = groupBy(free, key);
    for (const [index, one] of group.entries()) {
      const old = same.has(index) ? undefined : before.get(one.fingerprint);
      const match = old && alike.get(key(old))?.shift();
      if (!match) continue;
      same.set(index, match);
      free.delete(match);
    }
  }
  return group.map((_, index) => same.get(index));
}

/** The places of the findings whose fingerprints are this one, without and with a counter. */
function counted(first: string, places: ReadonlyMap<string, number>): number[] {
  const found: number[] = [];
  for (let n = 1; ; n++) {
    const place = places.get(n === 1 ? first : fingerprint(first, String(n)));
    if (place === undefined) return found;
    found.push(place);
  }
}
