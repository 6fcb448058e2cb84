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
  const [before, after] = [elementsOf(a), elementsOf(b)];
  const smallest = [...new Set([...before, ...after])].sort().slice(0, MOST);
  if (smallest.length === 0) return 1;
  return smallest.filter((one) => before.has(one) && after.has(one)).length / smallest.length;
}

function elementsOf(text: string): Set<string> {
  return new Set(text.match(/[0-9a-f]{5}/g) ?? []);
}
