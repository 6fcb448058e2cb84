/** Cases that are done at the same time. */
const LANES = 3;

/** Starts `run` for all names, a few at a time, and goes on after one that fails. The result of each, by its name. */
export function inLanes<T>(
  names: readonly string[],
  run: (name: string) => Promise<T>,
): ReadonlyMap<string, Promise<T>> {
  const outcomes = new Map<string, Promise<T>>();
  const lanes: Promise<unknown>[] = Array.from({ length: LANES }, () => Promise.resolve());
  names.forEach((name, i) => {
    const outcome = (lanes[i % LANES] ?? Promise.resolve()).then(() => run(name));
    outcomes.set(name, outcome);
    lanes[i % LANES] = outcome.catch(() => undefined);
  });
  return outcomes;
}
