import type { Finding } from '../core/finding.js';
import { variantId } from '../core/variants.js';
import { groupBy } from '../lib/group-by.js';
import { alignRepeated } from './align-repeated.js';

/** A finding of this run, and the finding of the baseline that is the same. */
export interface FindingPair {
  readonly now: Finding;
  /** Undefined: it is new. */
  readonly before?: Finding | undefined;
}

/** How a finding of this run compares with one of the baseline. */
export interface Pairing {
  readonly pairs: readonly FindingPair[];
  /** Those that only the baseline has. */
  readonly gone: readonly Finding[];
}

/** What decides whether two findings are the same, besides themselves. */
export interface PairingContext {
  /** The ids of holders before, by their ids now: see movedHolders. */
  readonly moved: ReadonlyMap<string, string>;
  /** Whether a finding is the same as one of the baseline with the same rule and subject, and no worse. */
  readonly isSame: (now: Finding, before: Finding) => boolean;
}

/**
 * Pairs the findings with those of the baseline: first those with the same fingerprint, then those whose holder has moved, or
 * whose setting has moved to another file of the same holder. Fingerprints are unique on both sides.
 */
export function pairFindings(
  given: readonly Finding[],
  baseline: readonly Finding[],
  { moved, isSame }: PairingContext,
): Pairing {
  const before = new Map(joinParts(baseline).map((one) => [one.fingerprint, one]));
  const included = includedIn(baseline);
  const find = (fingerprint: string) => before.get(fingerprint) ?? included.get(fingerprint);
  const findings = alignRepeated(given, before);
  const now = new Set(findings.map(({ fingerprint }) => fingerprint));
  const left = [...before.values()].filter((one) => !now.has(one.fingerprint));
  const byIdentity = groupBy(left, ({ identity }) => `${identity?.holder} ${identity?.value}`);
  const byPlace = groupBy(left, placeOf);
  const taken = new Set<Finding>();
  const movedFrom = (finding: Finding): Finding | undefined => {
    const { identity } = finding;
    const holder = identity && (moved.get(identity.holder) ?? identity.holder);
    const candidates = [
      ...(identity ? (byIdentity.get(`${holder} ${identity.value}`) ?? []) : []),
      // What has it is not known of one of them: a report of an earlier version, a patch without its object.
      ...(byPlace.get(placeOf(finding)) ?? []).filter((old) => !identity !== !old.identity),
    ];
    const one = candidates.find((old) => !taken.has(old) && isSame(finding, old));
    if (one) taken.add(one);
    return one;
  };
  const lists = pairLists(
    findings.filter((one) => !find(one.fingerprint)),
    left,
    isSame,
  );
  for (const one of lists.taken) taken.add(one);
  const pairs = findings.map((finding): FindingPair => {
    const exact = find(finding.fingerprint);
    if (!exact) return { now: finding, before: lists.before.get(finding) ?? movedFrom(finding) };
    const isWhole = (finding.joined ?? []).every((one) => find(one) !== undefined);
    return { now: finding, before: isWhole && isSame(finding, exact) ? exact : undefined };
  });
  const gone = [...before.values()].filter((one) => !now.has(one.fingerprint) && !taken.has(one));
  return { pairs, gone };
}

/**
 * Pairs findings about lists, such as of packages, with those of the baseline that have all their parts. A finding of the
 * baseline that shares parts with one of now is taken: what is left of it is not fixed.
 */
function pairLists(
  findings: readonly Finding[],
  baseline: readonly Finding[],
  isSame: PairingContext['isSame'],
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

/** The findings by the fingerprints of those that they stand for. */
function includedIn(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  // A stored report may hold anything.
  return new Map(
    findings.flatMap((finding) =>
      [finding.includes, finding.joined].flatMap((list) =>
        Array.isArray(list) ? list.map((one) => [one, finding] as const) : [],
      ),
    ),
  );
}

/** The rule, file and text of what a finding is about. */
function placeOf({ rule, location, subjectId }: Finding): string {
  return `${rule} ${subjectId} ${location?.path}`;
}

/** The findings, each with all its variants: an earlier comparison can have divided them. */
function joinParts(findings: readonly Finding[]): Finding[] {
  if (!findings.some(({ partOf }) => partOf !== undefined)) return [...findings];
  const groups = groupBy(findings, ({ fingerprint, partOf }) => partOf ?? fingerprint);
  return [...groups].flatMap(([fingerprint, parts]) => {
    const [first] = parts;
    if (!first || parts.length === 1) return first ? [{ ...first, fingerprint }] : [];
    return [{ ...first, fingerprint, variants: parts.flatMap(({ variants = [] }) => variants) }];
  });
}

/** The variants of a finding, and of the finding before, by whether both have them. Without variants, both have all. */
export function compareVariants(
  { now: { variants: now }, before }: FindingPair,
  moved: ReadonlyMap<string, string>,
): Readonly<Record<'same' | 'added' | 'gone', readonly string[]>> {
  const idOf = (variant: string) => moved.get(variantId(variant)) ?? variantId(variant);
  if (!now || !before?.variants) return { same: now ?? [], added: [], gone: [] };
  const [idsNow, idsBefore] = [new Set(now.map(idOf)), new Set(before.variants.map(variantId))];
  return {
    same: now.filter((one) => idsBefore.has(idOf(one))),
    added: now.filter((one) => !idsBefore.has(idOf(one))),
    gone: before.variants.filter((one) => !idsNow.has(variantId(one))),
  };
}
