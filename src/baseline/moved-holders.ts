import { type Holder, isMoreExposed } from '../core/holder.js';
import { resemblance } from '../core/sketch.js';
import { groupBy } from '../lib/group-by.js';

/** The part of their settings that two things must share to be one under another name, as lines in `git diff`. */
const SIMILARITY = 0.5;
/** Holders of one kind that are compared with each other. */
const MOST = 300;

/**
 * The id before, by the id now, of each holder that has another name, file or place: the one is gone, the other is there
 * only now, and they have most of their settings in common. What moves into something more exposed is another thing.
 */
export function movedHolders(
  before: readonly Holder[],
  now: readonly Holder[],
): ReadonlyMap<string, string> {
  const idsNow = new Set(now.map(({ id }) => id));
  const idsBefore = new Set(before.map(({ id }) => id));
  const gone = groupBy(
    before.filter(({ id }) => !idsNow.has(id)),
    ({ kind }) => kind,
  );
  const added = groupBy(
    now.filter(({ id }) => !idsBefore.has(id)),
    ({ kind }) => kind,
  );
  return new Map([...added].flatMap(([kind, list]) => pairsOf(gone.get(kind) ?? [], list)));
}

function similarity(before: Holder, now: Holder): number {
  const isPart = before.includes?.includes(now.id) || now.includes?.includes(before.id);
  return isPart ? 1 : resemblance(before.sketch, now.sketch);
}

function pairsOf(gone: readonly Holder[], added: readonly Holder[]): (readonly [string, string])[] {
  const candidates = added.slice(0, MOST).flatMap((now) =>
    gone
      .slice(0, MOST)
      .filter((before) => !isMoreExposed(now.exposure, before.exposure))
      .map((before) => ({ now, before, part: similarity(before, now) })),
  );
  const pairs = new Map<string, string>();
  const taken = new Set<string>();
  for (const { now, before, part } of candidates.sort((a, b) => b.part - a.part)) {
    if (part < SIMILARITY || pairs.has(now.id) || taken.has(before.id)) continue;
    pairs.set(now.id, before.id);
    taken.add(before.id);
  }
  return [...pairs];
}
