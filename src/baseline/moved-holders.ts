import { type Holder, isMoreExposed } from '../core/holder.js';
import { resemblance } from '../core/sketch.js';
import { groupBy } from '../lib/group-by.js';

/** The part of their settings that two things must share to be one under another name, as lines in `git diff`. */
const SIMILARITY = 0.5;
/** The part that they must share if they run other images. */
const SIMILARITY_OF_OTHERS = 0.75;
/** Holders of one kind that are compared with each other. */
const MOST = 300;

/** Whether a holder of now can be one that was there before. */
type Fits = (now: Holder, before: Holder) => boolean;

/**
 * The id before, by the id now, of each holder that has another name, file or place: the one is gone, the other is there
 * only now, and they have most of their settings in common. One that has kept its names is the first choice: where a file
 * moves, nothing in it takes over what another one had. What moves into something more exposed is another thing.
 */
export function movedHolders(
  before: readonly Holder[],
  now: readonly Holder[],
  fits: Fits = (after, old) => !isMoreExposed(after.exposure, old.exposure),
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
  return new Map([...added].flatMap(([kind, list]) => pairsOf(gone.get(kind) ?? [], list, fits)));
}

function pairsOf(
  gone: readonly Holder[],
  added: readonly Holder[],
  fits: Fits,
): (readonly [string, string])[] {
  const pairs = new Map<string, string>();
  const taken = new Set<string>();
  const pair = (now: Holder, before: Holder) => {
    if (pairs.has(now.id) || taken.has(before.id)) return;
    pairs.set(now.id, before.id);
    taken.add(before.id);
  };
  const left = (list: readonly Holder[]) =>
    list.filter(({ id }) => !pairs.has(id) && !taken.has(id));
  const byName = groupBy(gone, ({ nameId }) => nameId);
  for (const { now, before } of similarOnes(
    added,
    ({ nameId }) => (nameId === undefined ? [] : (byName.get(nameId) ?? [])),
    fits,
  ))
    pair(now, before);
  for (const [now, before] of equalPairs(left(gone), left(added), fits)) pair(now, before);
  const others = left(gone).slice(0, MOST);
  for (const { now, before } of similarOnes(left(added), () => others, fits)) pair(now, before);
  return [...pairs];
}

/** The holders that are similar enough to be one, the most similar ones first. */
function similarOnes(
  added: readonly Holder[],
  candidatesFor: (now: Holder) => readonly Holder[],
  fits: Fits,
) {
  return added
    .slice(0, MOST)
    .flatMap((now) =>
      candidatesFor(now)
        .slice(0, MOST)
        .filter((before) => fits(now, before))
        .map((before) => ({ now, before, part: similarity(before, now) })),
    )
    .filter(({ part }) => part >= SIMILARITY)
    .sort((a, b) => b.part - a.part);
}

/** The pairs with the same settings. */
function equalPairs(
  gone: readonly Holder[],
  added: readonly Holder[],
  fits: Fits,
): (readonly [Holder, Holder])[] {
  const bySketch = groupBy(gone, (holder) => holder.sketch);
  return added.flatMap((now) => {
    const list = bySketch.get(now.sketch) ?? [];
    const index = list.slice(0, MOST).findIndex((before) => fits(now, before));
    const [before] = index < 0 ? [] : list.splice(index, 1);
    return before ? [[now, before] as const] : [];
  });
}

function similarity(before: Holder, now: Holder): number {
  const isPart = before.includes?.includes(now.id) || now.includes?.includes(before.id);
  if (isPart) return 1;
  const part = resemblance(before.sketch, now.sketch);
  // What runs another program is hardly the same.
  return before.images === now.images || part >= SIMILARITY_OF_OTHERS ? part : 0;
}
