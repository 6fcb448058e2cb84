import { compareText } from '../../lib/text.js';
import { compareDigits, isDigits } from './digits.js';
import { defineScheme } from './scheme.js';

/**
 * RubyGems: segments of digits and of letters; a version with letters is a pre-release.
 * Source: Gem::Version's documentation.
 */
export const rubygems = defineScheme('rubygems', parse, compare);

/** Alternating digits and letters, without zeros before the first letter and at the end. */
type Segments = readonly string[];

function parse(text: string): Segments | undefined {
  const trimmed = text.trim();
  if (!/^[0-9]+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/.test(trimmed)) {
    // Advisories contain versions such as `1.2.3_beta`, which RubyGems itself rejects.
    if (!/^v?[0-9]/.test(trimmed)) return undefined;
  }
  const parts = trimmed.replaceAll('-', '.pre.').match(/[0-9]+|[A-Za-z]+/g) ?? [];
  const letter = parts.findIndex((part) => !isDigits(part));
  return letter < 0
    ? withoutTrailingZeros(parts)
    : [
        ...withoutTrailingZeros(parts.slice(0, letter)),
        ...withoutTrailingZeros(parts.slice(letter)),
      ];
}

function withoutTrailingZeros(parts: readonly string[]): readonly string[] {
  let end = parts.length;
  while (end > 0 && /^0+$/.test(parts[end - 1] ?? '')) end--;
  return parts.slice(0, end);
}

function compare(a: Segments, b: Segments): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = compareSegment(a[i] ?? '0', b[i] ?? '0');
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareSegment(a: string, b: string): number {
  const [numericA, numericB] = [isDigits(a), isDigits(b)];
  if (numericA !== numericB) return numericA ? 1 : -1;
  return numericA ? compareDigits(a, b) : compareText(a, b);
}
