import type { Span } from '../lib/span.js';

/** Finds values in texts. */
export interface MultiMatch {
  /** The values that a text contains, the longest first. */
  readonly valuesIn: (text: string) => string[];
  /** Where they are. Undefined for a text that takes too long to search. */
  readonly placesIn: (text: string) => Span[] | undefined;
}

/**
 * Finds which of many values a text contains. The values are indexed by their first characters, so that the time depends
 * on the text and hardly on the number of values, which the author of an untrusted file chooses. Values shorter than
 * MIN_VALUE_LENGTH are never found.
 */
export function multiMatch(values: Iterable<string>): MultiMatch {
  const buckets = new Map<string, Bucket>();
  for (const value of values) {
    if (value.length < MIN_VALUE_LENGTH) continue;
    const start = value.slice(0, MIN_VALUE_LENGTH);
    const bucket = buckets.get(start) ?? { lengths: new Set(), values: new Set() };
    buckets.set(start, bucket);
    bucket.lengths.add(value.length);
    bucket.values.add(value);
  }
  /** Calls `visit` for each match. Returns false if more than `most` characters would be compared. */
  const search = (text: string, most: number, visit: (value: string, at: number) => void) => {
    if (buckets.size === 0) return true;
    let compared = 0;
    for (let at = 0; at + MIN_VALUE_LENGTH <= text.length; at++) {
      const bucket = buckets.get(text.slice(at, at + MIN_VALUE_LENGTH));
      for (const length of bucket?.lengths ?? []) {
        compared += length;
        if (compared > most) return false;
        const value = text.slice(at, at + length);
        if (bucket?.values.has(value)) visit(value, at);
      }
    }
    return true;
  };
  return {
    valuesIn(text) {
      const found = new Set<string>();
      search(text, Number.POSITIVE_INFINITY, (value) => found.add(value));
      return [...found].sort((a, b) => b.length - a.length);
    },
    placesIn(text) {
      const places: Span[] = [];
      const isComplete = search(text, MAX_COMPARED, (value, start) =>
        places.push({ start, end: start + value.length }),
      );
      return isComplete ? places : undefined;
    },
  };
}

/** Shorter values also occur as ordinary words. */
export const MIN_VALUE_LENGTH = 6;

/** Characters: more are only compared for files that are made to be slow. */
const MAX_COMPARED = 50_000_000;

/** Values with the same first characters. */
interface Bucket {
  readonly lengths: Set<number>;
  readonly values: Set<string>;
}
