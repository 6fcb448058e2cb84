import type { Finding } from '../core/finding.js';
import { groupBy } from '../lib/group-by.js';

/**
 * Pairs findings about lists, such as of packages, with those of the baseline that have all their parts. A finding of the
 * baseline that shares parts with one of now is taken: what is left of it is not fixed.
 */
export function pairLists(
  findings: readonly Finding[],
  baseline: readonly Finding[],
  isSame: (now: Finding, before: Finding) => boolean,
): { readonly before: ReadonlyMap<Finding, Finding>; readonly taken: ReadonlySet<Finding> } {
  const pool = groupBy(
    baseline.flatMap((finding) => partsOf(finding).map((part) => ({ part, finding }))),
    ({ part }) => part,
  );
  const before = new Map<Finding, Finding>();
  const taken = new Set<Finding>();
  const take = (part: string) => {
    const old = pool.get(part)?.shift()?.finding;
    if (old) taken.add(old);
  };
  const lists = findings.filter((one) => partsOf(one).length > 0);
  for (const finding of lists) {
    const parts = partsOf(finding);
    const old = pool.get(parts[0] ?? '')?.[0]?.finding;
    if (!old || !parts.every((part) => pool.get(part)?.[0]) || !isSame(finding, old)) continue;
    before.set(finding, old);
    parts.forEach(take);
  }
  for (const finding of lists) if (!before.has(finding)) partsOf(finding).forEach(take);
  return { before, taken };
}

/** A stored report may hold anything. */
function partsOf({ parts }: Finding): readonly string[] {
  return Array.isArray(parts) ? parts : [];
}
