import { fingerprint } from './fingerprint.js';

/** Digits of each element, and elements that are kept. Two sets that have half of their elements in common are rarely missed. */
const DIGITS = 5;
const MOST = 24;

/**
 * The elements of a set with the smallest digests, joined: what is enough to tell how similar two sets are.
 * Source: A. Broder, "On the resemblance and containment of documents", 1997.
 */
export function sketch(elements: Iterable<string>): string {
  const digests = new Set([...elements].map((one) => fingerprint(one).slice(0, DIGITS)));
  return [...digests].sort().slice(0, MOST).join('');
}

/** The part of the elements of both sets that both have, from 0 to 1. Two empty sets are equal. */
export function resemblance(a: string, b: string): number {
  if (a === b) return 1;
  let [all, common, i, k] = [0, 0, 0, 0];
  // Of both together, those with the smallest digests.
  for (; all < MOST && (i < a.length || k < b.length); all++) {
    const [one, other] = [a.slice(i, i + DIGITS), b.slice(k, k + DIGITS)];
    if (one === other) common++;
    if (one !== '' && (other === '' || one <= other)) i += DIGITS;
    if (other !== '' && (one === '' || other <= one)) k += DIGITS;
  }
  return all === 0 ? 1 : common / all;
}
