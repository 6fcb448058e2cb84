import { compareDigits, isDigits } from './digits.js';
import { defineScheme } from './scheme.js';

/**
 * PHP packages, compared as PHP's version_compare() does.
 * Source: php.net/version_compare.
 */
export const packagist = defineScheme('packagist', parse, compare);

/** Alternating digits and words. */
type Parts = readonly string[];

function parse(text: string): Parts | undefined {
  const parts = text.replace(/^[vV]/, '').match(/[0-9]+|[^0-9.+_-]+/g);
  return parts ?? undefined;
}

function compare(a: Parts, b: Parts): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = comparePart(a[i] ?? '', b[i] ?? '');
    if (difference !== 0) return difference;
  }
  return tailOrder(a, length) - tailOrder(b, length);
}

function comparePart(a: string, b: string): number {
  return isDigits(a) && isDigits(b) ? compareDigits(a, b) : stage(a) - stage(b);
}

const NUMBER = 4;

/** dev < alpha < beta < RC < a number < patch level; any other word is older. A word is recognized by its prefix. */
function stage(part: string): number {
  if (isDigits(part)) return NUMBER;
  if (part.startsWith('dev')) return 0;
  if (part.startsWith('a')) return 1;
  if (part.startsWith('b')) return 2;
  if (part.startsWith('RC') || part.startsWith('rc')) return 3;
  if (part.startsWith('#')) return NUMBER;
  if (part.startsWith('p')) return 5;
  return -1;
}

/** Whether the parts at the end make a version newer or older: a number makes it newer, a word depends on its stage. */
function tailOrder(parts: Parts, from: number): number {
  for (let i = from; i < parts.length; i++) {
    const part = parts[i] ?? '';
    if (isDigits(part)) return 1;
    const difference = stage(part) - NUMBER;
    if (difference !== 0) return difference;
  }
  return 0;
}
