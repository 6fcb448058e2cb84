import { groupBy } from '../../lib/group-by.js';
import { compareText } from '../../lib/text.js';

/** A thing to clear and what could clear it, the preferred option first. */
export interface Choice<T> {
  readonly item: T;
  readonly options: readonly string[];
}

/**
 * Deals out each item to exactly one of its options, so that as few options as possible are used. Among equally few, the
 * preferred ones are. Exact where up to twelve options compete, else by the number of items that an option clears.
 */
export function chooseSteps<T>(choices: readonly Choice<T>[]): Map<string, T[]> {
  const used = new Set(choices.flatMap(({ options }) => (options.length === 1 ? options : [])));
  const open = choices.filter(({ options }) => !options.some((option) => used.has(option)));
  for (const part of connectedParts(open)) for (const option of fewest(part)) used.add(option);
  const dealt = new Map<string, T[]>();
  for (const { item, options } of choices) {
    const option = options.find((one) => used.has(one)) ?? options[0];
    if (option === undefined) continue;
    const items = dealt.get(option);
    if (items) items.push(item);
    else dealt.set(option, [item]);
  }
  return dealt;
}

/** Distinct lists of options; parts share none. */
function connectedParts(choices: readonly Choice<unknown>[]): (readonly string[])[][] {
  const lists = [...groupBy(choices, ({ options }) => options.join('\n')).values()].flatMap(
    ([first]) => (first ? [first.options] : []),
  );
  const roots = new Map<string, string>();
  const rootOf = (option: string): string => {
    let root = option;
    for (let next = roots.get(root); next !== undefined; next = roots.get(root)) root = next;
    return root;
  };
  for (const [first, ...more] of lists)
    for (const option of first === undefined ? [] : more) {
      const [a, b] = [rootOf(first ?? ''), rootOf(option)];
      if (a !== b) roots.set(b, a);
    }
  return [...groupBy(lists, ([first = '']) => rootOf(first)).values()];
}

/** Options that are tried in all combinations. */
const MAX_EXACT = 12;

/** The fewest options of which each list has one. */
function fewest(lists: readonly (readonly string[])[]): string[] {
  const ranks = new Map<string, number>();
  for (const list of lists)
    for (const [rank, option] of list.entries())
      ranks.set(option, Math.max(rank, ranks.get(option) ?? 0));
  const options = [...ranks.keys()].sort(compareText);
  return options.length <= MAX_EXACT ? exactCover(lists, options, ranks) : greedyCover(lists);
}

function exactCover(
  lists: readonly (readonly string[])[],
  options: readonly string[],
  ranks: ReadonlyMap<string, number>,
): string[] {
  const masks = lists.map((list) =>
    list.reduce((mask, option) => mask | (1 << options.indexOf(option)), 0),
  );
  const chosen = (subset: number) => options.filter((_, i) => subset & (1 << i));
  let best = options;
  let bestRank = Number.POSITIVE_INFINITY;
  for (let subset = 1; subset < 1 << options.length; subset++) {
    if (!masks.every((mask) => mask & subset)) continue;
    const names = chosen(subset);
    const rank = names.reduce((sum, name) => sum + (ranks.get(name) ?? 0), 0);
    if (names.length < best.length || (names.length === best.length && rank < bestRank)) {
      best = names;
      bestRank = rank;
    }
  }
  return [...best];
}

/** The option that clears the most comes first; one that others make unnecessary is left out. */
function greedyCover(lists: readonly (readonly string[])[]): string[] {
  const chosen: string[] = [];
  let open = lists;
  while (open.length > 0) {
    const counts = new Map<string, number>();
    for (const option of open.flat()) counts.set(option, (counts.get(option) ?? 0) + 1);
    const [best] = [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b))[0] ?? [];
    if (best === undefined) break;
    chosen.push(best);
    open = open.filter((list) => !list.includes(best));
  }
  return chosen.filter((option) => {
    const others = chosen.filter((one) => one !== option);
    return !lists.every((list) => list.some((one) => others.includes(one)));
  });
}
