/**
 * Which of many values a text holds, the longest first. Looked up by their first characters, so that the time goes with
 * the text and hardly with the number of values, which whoever wrote the file chose. Shorter values than SHORTEST are
 * in no text.
 */
export function multiMatch(values: Iterable<string>): (text: string) => string[] {
  const buckets = new Map<string, Bucket>();
  for (const value of values) {
    if (value.length < SHORTEST) continue;
    const start = value.slice(0, SHORTEST);
    const bucket = buckets.get(start) ?? { lengths: new Set(), values: new Set() };
    buckets.set(start, bucket);
    bucket.lengths.add(value.length);
    bucket.values.add(value);
  }
  return (text) => {
    const found = new Set<string>();
    if (buckets.size > 0)
      for (let at = 0; at + SHORTEST <= text.length; at++) {
        const bucket = buckets.get(text.slice(at, at + SHORTEST));
        for (const length of bucket?.lengths ?? []) {
          const value = text.slice(at, at + length);
          if (bucket?.values.has(value)) found.add(value);
        }
      }
    return [...found].sort((a, b) => b.length - a.length);
  };
}

/** Long enough to be told from other words. */
export const SHORTEST = 6;

/** Values that begin alike. */
interface Bucket {
  readonly lengths: Set<number>;
  readonly values: Set<string>;
}
