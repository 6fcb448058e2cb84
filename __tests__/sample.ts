import { createHash } from 'node:crypto';

/** Long tables and many random examples: `npm test` runs a fixed part of them, `npm run test:full` all. */
const RUNS_ALL = process.env.PORTSIDE_SAMPLE === 'all';

/** About one of `each` items, always the same ones: the hash of its name chooses. */
export function sample<T>(
  items: readonly T[],
  each: number,
  name: (item: T) => string = String,
): readonly T[] {
  if (RUNS_ALL) return items;
  return items.filter((item) => {
    const hash = createHash('sha256').update(name(item)).digest();
    return hash.readUInt32BE() % each === 0;
  });
}

/** How many random examples of `all` run, or how many of `all` made-up items an input has. */
export function runs(all: number): number {
  return RUNS_ALL ? all : Math.ceil(all / 5);
}
