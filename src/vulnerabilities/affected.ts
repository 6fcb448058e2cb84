import type { Affected, AffectedRange, VersionEvent } from './record.js';
import type { VersionScheme } from './versions/scheme.js';

/** That a version is affected, and the version of the same row that fixes it, where there is one. */
export interface AffectedMatch {
  readonly fixed: string | undefined;
}

/**
 * Tells whether rows affect a version (notes: OSV schema, "Evaluation"). Listed versions count as well as ranges; one
 * range may hold many intervals. A version that does not parse is only looked up in the list, as text.
 */
export function affectedMatcher(
  version: string,
  scheme: VersionScheme | undefined,
): (row: Affected) => AffectedMatch | undefined {
  const side = scheme?.comparator(version);
  if (!scheme || !side)
    return (row) => (row.versions.includes(version) ? { fixed: undefined } : undefined);
  return (row) => {
    const affected =
      row.versions.includes(version) ||
      row.ranges.some((range) => inRange(range, side, scheme)) ||
      row.versions.some((other) => side(other) === 0);
    return affected ? { fixed: nextFix(row, side, scheme) } : undefined;
  };
}

/** Where a version stands beside another: see VersionScheme.beside. */
type Comparator = (other: string) => number | undefined;

/**
 * The last event at or before the version decides. With equal versions `fixed` comes before `introduced` and that
 * before `last_affected`, so that intervals may touch.
 */
function inRange(range: AffectedRange, sideOf: Comparator, scheme: VersionScheme): boolean {
  let latest: VersionEvent | undefined;
  for (const event of range.events) {
    const side = isZero(event) ? 1 : sideOf(event.version);
    if (side === undefined) continue;
    // A version that is itself the last affected one is not yet past it.
    if (event.kind === 'last_affected' ? side <= 0 : side < 0) continue;
    if (!latest || !before(event, latest, scheme)) latest = event;
  }
  return latest?.kind === 'introduced';
}

const EVENT_ORDER = { fixed: 0, introduced: 1, last_affected: 2 } as const;

function before(a: VersionEvent, b: VersionEvent, scheme: VersionScheme): boolean {
  const [startA, startB] = [isZero(a), isZero(b)];
  if (startA || startB) return startA && !startB;
  return (
    ((scheme.comparator(a.version)?.(b.version) ?? 0) ||
      EVENT_ORDER[a.kind] - EVENT_ORDER[b.kind]) < 0
  );
}

function isZero(event: VersionEvent): boolean {
  return event.kind === 'introduced' && event.version === '0';
}

/** A record with more fixes than this above one version is made to cost time. */
const MOST_TRIED = 64;

/** The smallest fix that is newer than the version and that the row does not affect in turn; else the smallest newer. */
function nextFix(row: Affected, side: Comparator, scheme: VersionScheme): string | undefined {
  const fixes: string[] = [];
  for (const { events } of row.ranges)
    for (const { kind, version } of events)
      if (kind === 'fixed' && (side(version) ?? 0) < 0) fixes.push(version);
  if (fixes.length < 2) return fixes[0];
  fixes.sort(scheme.compare);
  const sound = fixes.slice(0, MOST_TRIED).find((fixed) => {
    const own = scheme.comparator(fixed);
    return own && !row.ranges.some((range) => inRange(range, own, scheme));
  });
  return sound ?? fixes[0];
}
