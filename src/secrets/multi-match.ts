/**
 * Finds which of many values a text contains, the longest first. The values are indexed by their first characters, so
 * that the time depends on the text and hardly on the number of values, which the author of an untrusted file chooses.
 * Values shorter than MIN_VALUE_LENGTH are never found.
 */
export function multiMatch(values: Iterable<string>): (text: string) => string[] {
  const buckets = new Map<string, Bucket>();
  for (const value of values) {
    if (value.length < MIN_VALUE_LENGTH) continue;
    const start = value.slice(0, MIN_VALUE_LENGTH);
    const bucket = buckets.get(start) ?? { lengths: new Set(), values: new Set() };
    buckets.set(start, bucket);
    bucket.lengths.add(value.length);
    bucket.values.add(value);
  }
  return (text) => {
    const found = new Set<string>();
    if (buckets.size > 0)
      for (let at = 0; at + MIN_VALUE_LENGTH <= text.length; at++) {
        const bucket = buckets.get(text.slice(at, at + MIN_VALUE_LENGTH));
        for (const length of bucket?.lengths ?? []) {
          const value = text.slice(at, at + length);
          if (bucket?.values.has(value)) found.add(value);
        }
      }
    return [...found].sort((a, b) => b.length - a.length);
  };
}

/** Shorter values also occur as ordinary words. */
export const MIN_VALUE_LENGTH = 6;

/** Values with the same first characters. */
interface Bucket {
  readonly lengths: Set<number>;
  readonly values: Set<string>;
}
