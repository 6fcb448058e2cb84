import type { Finding } from '../core/finding.js';
import { placesWhereItHolds, variantId } from '../core/variants.js';
import { groupBy } from '../lib/group-by.js';
import { alignRepeated } from './align-repeated.js';
import { pairLists } from './pair-lists.js';

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
  /** The baseline is of a version that made other fingerprints: messages are compared, too. */
  readonly isOfEarlierVersion?: boolean;
  /** Whether a finding is the same as one of the baseline with the same rule and subject, and no worse. */
  readonly isSame: (now: Finding, before: Finding) => boolean;
}

/** Findings of one holder and value, or of one place, that are tried. */
const MOST_ALIKE = 1_000;

/**
 * Pairs the findings with those of the baseline: first those with the same fingerprint, then those whose holder has moved, or
 * whose setting has moved to another file of the same holder. Fingerprints are unique on both sides.
 */
export function pairFindings(
  given: readonly Finding[],
  baseline: readonly Finding[],
  { moved, isSame, isOfEarlierVersion = false }: PairingContext,
): Pairing {
  const before = new Map(joinParts(baseline).map((one) => [one.fingerprint, one]));
  const included = includedIn(baseline);
  const find = (fingerprint: string) => before.get(fingerprint) ?? included.get(fingerprint);
  const findings = alignRepeated(given, before);
  const now = new Set(findings.map(({ fingerprint }) => fingerprint));
  const left = [...before.values()].filter((one) => !now.has(one.fingerprint));
  const byIdentity = groupBy(left, ({ identity }) => `${identity?.holder} ${identity?.value}`);
  const byPlace = groupBy(left, placeOf);
  const byMessage = groupBy(isOfEarlierVersion ? left : [], messageOf);
  const taken = new Set<Finding>();
  const take = (list: Finding[] = [], fits: (old: Finding) => boolean) => {
    const index = list.slice(0, MOST_ALIKE).findIndex((old) => !taken.has(old) && fits(old));
    const [old] = index < 0 ? [] : list.splice(index, 1);
    if (old) taken.add(old);
    return old;
  };
  const movedFrom = (finding: Finding): Finding | undefined => {
    const { identity } = finding;
    const holder = identity && (moved.get(identity.holder) ?? identity.holder);
    const isLike = (old: Finding) => isSame(finding, old);
    return (
      (identity && take(byIdentity.get(`${holder} ${identity.value}`), isLike)) ??
      // What has it is not known of one of them: a report of an earlier version, a patch without its object.
      take(byPlace.get(placeOf(finding)), (old) => !identity !== !old.identity && isLike(old)) ??
      take(byMessage.get(messageOf(finding)), isLike)
    );
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

function messageOf({ rule, message, location }: Finding): string {
  return `${rule} ${location?.path} ${message}`;
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

/** What decides whether two variants are one. */
export interface VariantContext extends Pick<PairingContext, 'moved'> {
  /** The platforms of images that the baseline looked at; undefined if that is not known. */
  readonly platforms?: ReadonlySet<string> | undefined;
}

/** The variants of a finding, and of the finding before, by whether both have them. Without variants, both have all. */
export function compareVariants(
  { now: finding, before: old }: FindingPair,
  { moved, platforms }: VariantContext,
): Readonly<Record<'same' | 'added' | 'gone', readonly string[]>> {
  const [now, before] = [placesWhereItHolds(finding), old && placesWhereItHolds(old)];
  if (!now || !before) return { same: now ?? [], added: [], gone: [] };
  const idOf = (variant: string) => moved.get(variantId(variant)) ?? variantId(variant);
  const [idsNow, idsBefore] = [new Set(now.map(idOf)), new Set(before.map(variantId))];
  // A platform that is built for the first time has what the others have.
  const isSame = (variant: string) =>
    idsBefore.has(idOf(variant)) || (!finding.variants && platforms?.has(variant) === false);
  return {
    same: now.filter(isSame),
    added: now.filter((one) => !isSame(one)),
    gone: before.filter((one) => !idsNow.has(variantId(one))),
  };
}
