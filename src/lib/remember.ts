/** Longer texts are not kept: a few of them could fill the memory. */
const MAX_LENGTH = 1_000;

/** Values by text, of which the latest are kept. */
export interface Recent<T> {
  get(text: string): T | undefined;
  set(text: string, value: T): void;
}

/** Keeps the values of at most `limit` short texts. */
export function createRecent<T>(limit: number): Recent<T> {
  // Two halves: what is asked for often stays when the older half is dropped.
  let [latest, earlier] = [new Map<string, T>(), new Map<string, T>()];
  const set = (text: string, value: T) => {
    if (text.length > MAX_LENGTH) return;
    if (latest.size >= limit / 2) [earlier, latest] = [latest, new Map()];
    latest.set(text, value);
  };
  return {
    set,
    get(text) {
      const known = latest.get(text);
      if (known !== undefined) return known;
      const value = earlier.get(text);
      if (value !== undefined) set(text, value);
      return value;
    },
  };
}

/**
 * The function with its latest results. It must always return the same for a text, and no caller may change what it
 * returns.
 */
export function remember<T>(limit: number, compute: (text: string) => T): (text: string) => T {
  const known = createRecent<T>(limit);
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = compute(text);
    known.set(text, value);
    return value;
  };
}
