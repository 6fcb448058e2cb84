import { compareDigits } from './digits.js';
import { defineScheme } from './scheme.js';

/**
 * Debian package versions, compared as dpkg does.
 * Source: deb-version(7).
 */
export const deb = defineScheme('deb', parse, compare, ({ upstream }) => isDigit(upstream, 0));

interface DebVersion {
  readonly epoch: string;
  readonly upstream: string;
  readonly revision: string;
}

function parse(text: string): DebVersion | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const colon = trimmed.indexOf(':');
  const epoch = colon < 0 ? '' : trimmed.slice(0, colon);
  if (!/^[0-9]*$/.test(epoch)) return undefined;
  const rest = trimmed.slice(colon + 1);
  const hyphen = rest.lastIndexOf('-');
  return hyphen < 0
    ? { epoch, upstream: rest, revision: '' }
    : { epoch, upstream: rest.slice(0, hyphen), revision: rest.slice(hyphen + 1) };
}

function compare(a: DebVersion, b: DebVersion): number {
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareParts(a.upstream, b.upstream) ||
    compareParts(a.revision, b.revision)
  );
}

/** Alternating runs of non-digits and digits. */
function compareParts(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a, i)) || (j < b.length && !isDigit(b, j))) {
      const difference = weight(a, i) - weight(b, j);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    const [endA, endB] = [digitsEnd(a, i), digitsEnd(b, j)];
    const difference = compareDigits(a.slice(i, endA), b.slice(j, endB));
    if (difference !== 0) return difference;
    i = endA;
    j = endB;
  }
  return 0;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isDigit(text, at)) at++;
  return at;
}

/** A tilde sorts before the end, the end before letters, letters before the rest. */
function weight(text: string, at: number): number {
  if (at >= text.length || isDigit(text, at)) return 0;
  const code = text.charCodeAt(at);
  if (code === 126) return -1;
  const letter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return letter ? code : code + 256;
}
