import type { Affected, AffectedRange, VersionEvent } from './record.js';
import type { VersionScheme } from './versions/scheme.js';
import { isPlaceholderVersion } from './versions/valid.js';

/** Why a version is affected: the row, with the version that fixes it where the row has one. */
export interface AffectedMatch {
  readonly fixed: string | undefined;
}

/**
 * Returns a function that matches the rows of advisories against one version; it returns undefined for a row that does
 * not affect the version. Listed versions count as well as ranges, and one range may have many intervals. An invalid
 * version is only looked up in the lists, as text. Source: ossf.github.io/osv-schema, "Evaluation".
 */
export function affectedMatcher(
  version: string,
  scheme: VersionScheme | undefined,
): (row: Affected) => AffectedMatch | undefined {
  const compare = isPlaceholderVersion(version) ? undefined : scheme?.comparator(version);
  if (!scheme || !compare)
    return (row) => (row.versions.includes(version) ? { fixed: undefined } : undefined);
  return (row) => {
    const affected =
      row.versions.includes(version) ||
      row.ranges.some((range) => inRange(range, compare, scheme)) ||
      row.versions.some((other) => compare(other) === 0);
    return affected ? { fixed: nextFix(row, compare, scheme) } : undefined;
  };
}

/** Compares the version with another one: see VersionScheme.comparator. */
type Comparator = (other: string) => number | undefined;

/**
 * The last event at or before the version decides. Of events with the same version, `fixed` and `unaffected` come
 * before `introduced` and that before `last_affected`, so that intervals may touch.
 */
function inRange(range: AffectedRange, compare: Comparator, scheme: VersionScheme): boolean {
  let latest: VersionEvent | undefined;
  for (const event of range.events) {
    const order = isZero(event) ? 1 : (compare(event.version) ?? orderOfUnreadable(event));
    if (order === undefined) continue;
    // The last affected version itself is affected.
    if (event.kind === 'last_affected' ? order <= 0 : order < 0) continue;
    if (!latest || !isBefore(event, latest, scheme)) latest = event;
  }
  return latest?.kind === 'introduced';
}

const EVENT_ORDER = { fixed: 0, unaffected: 0, introduced: 1, last_affected: 2 } as const;

function isBefore(a: VersionEvent, b: VersionEvent, scheme: VersionScheme): boolean {
  const [startA, startB] = [isStart(a, scheme), isStart(b, scheme)];
  if (startA || startB) return startA && !startB;
  const order = scheme.comparator(a.version)?.(b.version) ?? 0;
  return (order || EVENT_ORDER[a.kind] - EVENT_ORDER[b.kind]) < 0;
}

/** `introduced: 0` means before every version. */
function isZero(event: VersionEvent): boolean {
  return event.kind === 'introduced' && event.version === '0';
}

/** A start that is not a version of the ecosystem hides nothing: the range begins before every version. */
function orderOfUnreadable({ kind }: VersionEvent): number | undefined {
  return kind === 'introduced' ? 1 : undefined;
}

function isStart(event: VersionEvent, scheme: VersionScheme): boolean {
  const isUnreadable = () => scheme.comparator(event.version) === undefined;
  return event.kind === 'introduced' && (isZero(event) || isUnreadable());
}

/** Bounds the time for a record with very many fixes; real records have a few. */
const MAX_FIXES_TRIED = 64;

/** The lowest fix that is newer than the version and not affected by the same row, else the lowest newer fix. */
function nextFix(row: Affected, compare: Comparator, scheme: VersionScheme): string | undefined {
  const fixes: string[] = [];
  for (const { events } of row.ranges)
    for (const { kind, version } of events)
      if (kind === 'fixed' && (compare(version) ?? 0) < 0) fixes.push(version);
  if (fixes.length < 2) return fixes[0];
  fixes.sort(scheme.compare);
  const unaffected = fixes.slice(0, MAX_FIXES_TRIED).find((fixed) => {
    const compareFix = scheme.comparator(fixed);
    return compareFix && !row.ranges.some((range) => inRange(range, compareFix, scheme));
  });
  return unaffected ?? fixes[0];
}
