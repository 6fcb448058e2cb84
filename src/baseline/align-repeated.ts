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
    // First those that are the same to the letter, then the others in order.
    const alike = groupBy(group, ({ message }) => message);
    const same = group.map((one) => {
      const old = before.get(one.fingerprint);
      return old && alike.get(old.message)?.shift();
    });
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

/** The places of the findings whose fingerprints are this one, without and with a counter. */
function counted(first: string, places: ReadonlyMap<string, number>): number[] {
  const found: number[] = [];
  for (let n = 1; ; n++) {
    const place = places.get(n === 1 ? first : fingerprint(first, String(n)));
    if (place === undefined) return found;
    found.push(place);
  }
}
