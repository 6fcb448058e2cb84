import type { Detector } from './detector.js';

/** Characters that a shortened token may lack. */
const MOST_LACKING = 256;
/** A shorter keyword begins other values too. */
const SHORTEST_PREFIX = 4;

/**
 * Says whether a value begins as a token of a known format and ends before that format does: tokens in documents and
 * logs are shortened, and one that is opens nothing. A longer one may be of a newer format.
 */
export function truncationGuard(detectors: readonly Detector[]): (value: string) => boolean {
  const kinds = detectors.flatMap(({ keywords, shape }) =>
    shape.kind === 'token' && shape.before === 0
      ? [
          {
            prefixes: keywords.filter((word) => word.length >= SHORTEST_PREFIX),
            pattern: new RegExp(shape.pattern.source, 'y'),
          },
        ]
      : [],
  );
  return (value) => {
    const lower = value.toLowerCase();
    return kinds.some(
      ({ prefixes, pattern }) =>
        prefixes.some((prefix) => lower.startsWith(prefix)) && isBeginning(value, pattern),
    );
  };
}

function isBeginning(value: string, pattern: RegExp): boolean {
  for (let lacking = 1; lacking <= MOST_LACKING; lacking++) {
    pattern.lastIndex = 0;
    if (pattern.test(value + '0'.repeat(lacking))) return true;
  }
  return false;
}
