import type { Finding } from '../core/finding.js';
import { placesWhereItHolds } from '../core/variants.js';
import { groupBy } from '../lib/group-by.js';
import { alignRepeated } from './align-repeated.js';
import { pairLists } from './pair-lists.js';
import { type VariantContext, VariantsLeft } from './variants-left.js';

/** A finding of this run, and the finding of the baseline that is the same. */
export interface FindingPair {
  readonly now: Finding;
  /** Undefined: it is new. */
  readonly before?: Finding | undefined;
  /** The variants in which it is new, although it is the same in others. */
  readonly added: readonly string[];
}

/** How the findings of this run compare with those of the baseline. */
export interface Pairing {
  readonly pairs: readonly FindingPair[];
  /** What only the baseline has: findings, and what is left of others in some of their variants. */
  readonly gone: readonly Finding[];
}

/** What decides whether two findings are the same, besides themselves. */
export interface PairingContext extends VariantContext {
  /** The baseline is of a version that made other fingerprints: messages are compared, too. */
  readonly isOfEarlierVersion?: boolean;
  /** Whether a finding is the same as one of the baseline with the same rule and subject, and no worse. */
  readonly isSame: (now: Finding, before: Finding) => boolean;
}

/** Findings of one holder and value, or of one place, that are tried. */
const MOST_ALIKE = 1_000;

/**
 * Pairs the findings with those of the baseline: first those with the same fingerprint, then those whose holder has moved, or
 * whose setting has moved to another file of the same holder. Each variant of a finding is paired once. Fingerprints are
 * unique on both sides.
 */
export function pairFindings(
  given: readonly Finding[],
  baseline: readonly Finding[],
  context: PairingContext,
): Pairing {
  const { isSame, isOfEarlierVersion = false } = context;
  const before = new Map(joinParts(baseline).map((one) => [one.fingerprint, one]));
  const included = includedIn(baseline);
  const find = (fingerprint: string) => before.get(fingerprint) ?? included.get(fingerprint);
  const findings = alignRepeated(given, before);
  const left = new VariantsLeft([...before.values()], context);
  const now = new Set(findings.map(({ fingerprint }) => fingerprint));
  const others = [...before.values()].filter((one) => !now.has(one.fingerprint));
  const exact = findings.map((finding): FindingPair => {
    const same = find(finding.fingerprint);
    const isWhole = (finding.joined ?? []).every((one) => find(one) !== undefined);
    // A stronger form of it, or one with more parts, is gone.
    const isOther = same?.fingerprint !== finding.fingerprint;
    const isForged = same && !isOther && !isOfEarlierVersion && !isAboutTheSame(finding, same);
    if (!same || isForged || !isWhole || !isSame(finding, same)) return { now: finding, added: [] };
    return { now: finding, before: same, added: isOther ? [] : left.take(same, finding) };
  });
  const lists = pairLists(
    exact.flatMap((pair) => (find(pair.now.fingerprint) ? [] : pair.now)),
    others,
    isSame,
  );
  for (const one of lists.taken) left.takeAll(one);
  const movedFrom = movedFinder([...before.values()], others, left, context);
  const pairs = exact.map((pair): FindingPair => {
    const { now: finding, added } = pair;
    if (pair.before) {
      const rest = added.length > 0 ? movedFrom(finding, added) : undefined;
      return rest ? { ...pair, added: rest.added } : pair;
    }
    if (find(finding.fingerprint)) return pair;
    const list = lists.before.get(finding);
    return list ? { ...pair, before: list } : { ...pair, ...movedFrom(finding) };
  });
  // What became worse is neither fixed nor the same.
  for (const { now: finding, before: old } of pairs) {
    const same = old ? undefined : before.get(finding.fingerprint);
    if (same) left.takeAll(same);
  }
  return { pairs, gone: [...before.values()].flatMap((one) => left.of(one)) };
}

/** Finds what a finding is the same as under other names, or a part of it for some variants. */
function movedFinder(
  before: readonly Finding[],
  others: readonly Finding[],
  left: VariantsLeft,
  { moved, isSame, isOfEarlierVersion = false }: PairingContext,
) {
  const byIdentity = groupBy(before, ({ identity }) => `${identity?.holder} ${identity?.value}`);
  // A service can be called like its image, so that its name is masked in one of two values.
  const bySubject = groupBy(
    before,
    ({ identity, subjectId }) => `${identity?.holder} ${subjectId}`,
  );
  const byPlace = groupBy(others, placeOf);
  const byMessage = groupBy(isOfEarlierVersion ? others : [], messageOf);
  return (
    finding: Finding,
    variants = placesWhereItHolds(finding),
  ): Omit<FindingPair, 'now'> | undefined => {
    const { identity } = finding;
    const holder = identity && (moved.get(identity.holder) ?? identity.holder);
    // A service has what another file says, which is a service there.
    const reached = identity ? (finding.reach ?? []).map((one) => one.holder ?? '') : [];
    const alike = identity && [
      ...reached
        .slice(0, MOST_ALIKE)
        .flatMap((one) => byIdentity.get(`${moved.get(one) ?? one} ${identity.value}`) ?? []),
      ...(byIdentity.get(`${holder} ${identity.value}`) ?? []).slice(0, MOST_ALIKE),
      ...(bySubject.get(`${holder} ${finding.subjectId}`) ?? []).slice(0, MOST_ALIKE),
    ];
    const candidates = [
      ...(alike ?? []),
      // What has it is not known of one of them: a report of an earlier version, a patch without its object.
      ...(byPlace.get(placeOf(finding)) ?? [])
        .slice(0, MOST_ALIKE)
        .filter((old) => !identity !== !old.identity),
      ...(byMessage.get(messageOf(finding)) ?? []).slice(0, MOST_ALIKE),
    ];
    let first: Finding | undefined;
    let added = variants;
    for (const old of candidates) {
      if (first && !added?.length) break;
      if (!left.has(old) || !isSame(finding, old)) continue;
      const rest = left.take(old, finding, added);
      if (added && rest.length === added.length && added.length > 0) continue;
      first ??= old;
      added = rest;
    }
    return first && { before: first, added: added ?? [] };
  };
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

/** Whether two findings can have one fingerprint: in a stored report, each may have any. */
function isAboutTheSame(now: Finding, before: Finding): boolean {
  const names = [before.rule, ...before.aliases];
  if (![now.rule, ...now.aliases].some((name) => names.includes(name))) return false;
  return !now.subjectId || !before.subjectId || now.subjectId === before.subjectId;
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
