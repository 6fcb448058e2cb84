import type { Finding } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import { groupBy } from '../lib/group-by.js';

/**
 * The findings, in which those that have one fingerprint but for its counter exchange their counters: a finding with the
 * message of one in the baseline gets its fingerprint. Without this, a new stage in front of an old one on the same image
 * would take the place of the old one in the comparison, and of two equal ones the last would be the one that is gone.
 */
export function alignRepeated(
  findings: readonly Finding[],
  before: ReadonlyMap<string, Finding>,
): readonly Finding[] {
  const places = new Map(findings.map((finding, index) => [finding.fingerprint, index]));
  const aligned = [...findings];
  for (const { fingerprint: first } of findings) {
    const names = counted(first, (name) => places.has(name) || before.has(name));
    if (names.length < 2) continue;
    const group = names.flatMap((name) => findings[places.get(name) ?? -1] ?? []);
    // First those that are the same to the letter, in their stage or another one, then the others in order.
    const same = matched(names, group, before);
    const taken = new Set(same);
    const others = group.filter((one) => !taken.has(one));
    for (const [index, name] of names.entries()) {
      const finding = same[index] ?? others.shift();
      const place = finding && places.get(finding.fingerprint);
      if (finding && place !== undefined) aligned[place] = { ...finding, fingerprint: name };
    }
  }
  return aligned;
}

/** For each fingerprint, the finding that gets it, since it has the message of the finding of the baseline. */
function matched(
  names: readonly string[],
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
    for (const [index, name] of names.entries()) {
      const old = same.has(index) ? undefined : before.get(name);
      const match = old && alike.get(key(old))?.shift();
      if (!match) continue;
      same.set(index, match);
      free.delete(match);
    }
  }
  return names.map((_, index) => same.get(index));
}

/** The fingerprints that are this one, without and with a counter. */
function counted(first: string, isThere: (name: string) => boolean): string[] {
  const names: string[] = [];
  for (let n = 1; ; n++) {
    const name = n === 1 ? first : fingerprint(first, String(n));
    if (!isThere(name)) return names;
    names.push(name);
  }
}
