import type { Detector } from './detector.js';

/** The most characters that a truncated token may lack. */
const MAX_MISSING = 256;
/** Shorter keywords are also the beginning of other values. */
const MIN_PREFIX_LENGTH = 4;

/**
 * Tells whether a value is the beginning of a token of a known format. Documents and logs show tokens truncated, and a
 * truncated token gives no access. A value that is longer than the format may be a token of a newer format.
 */
export function truncationGuard(detectors: readonly Detector[]): (value: string) => boolean {
  const formats = detectors.flatMap(({ keywords, format }) =>
    format.kind === 'token' && format.maxKeywordOffset === 0
      ? [
          {
            prefixes: keywords.filter((word) => word.length >= MIN_PREFIX_LENGTH),
            pattern: new RegExp(format.pattern.source, 'y'),
          },
        ]
      : [],
  );
  return (value) => {
    const lower = value.toLowerCase();
    return formats.some(
      ({ prefixes, pattern }) =>
        prefixes.some((prefix) => lower.startsWith(prefix)) && isBeginning(value, pattern),
    );
  };
}

function isBeginning(value: string, pattern: RegExp): boolean {
  for (let missing = 1; missing <= MAX_MISSING; missing++) {
    pattern.lastIndex = 0;
    if (pattern.test(value + '0'.repeat(missing))) return true;
  }
  return false;
}
