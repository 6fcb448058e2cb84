import { compareDigits, isDigits } from './digits.js';
import { defineScheme } from './scheme.js';

/**
 * PHP packages, compared as PHP's version_compare() does, after the numbers were filled up to four as Composer does: 8.0 is
 * 8.0.0. A branch that is not a version, such as dev-main, is older than every version.
 * Source: getcomposer.org/doc/articles/versions.md; php.net/version_compare.
 */
export const packagist = defineScheme('packagist', parse, compare, ({ written: [first = ''] }) =>
  isDigits(first),
);

/** Alternating digits and words. */
type Parts = readonly string[];

interface ComposerVersion {
  readonly written: Parts;
  /** With at least four numbers at the beginning. */
  readonly filled: Parts;
  /** How many numbers are at the beginning as written. */
  readonly numbers: number;
}

/** Composer compares the branch `3.x-dev` as this number instead of each missing one. */
const BRANCH_NUMBER = '9999999';

function parse(text: string): ComposerVersion | undefined {
  // The build metadata after the plus sign does not count.
  const version = text.trim().replace(/^[vV]/, '').replace(/\+.*$/s, '');
  const [, branch] = /^([0-9]+(?:\.[0-9]+)*)\.[xX*](?:[-.]?dev)?$/.exec(version) ?? [];
  if (branch !== undefined) {
    const parts = [...fill(branch.split('.'), BRANCH_NUMBER), 'dev'];
    return { written: parts, filled: parts, numbers: parts.length - 1 };
  }
  const written = version.match(/[0-9]+|[^0-9.+_-]+/g);
  if (!written) return undefined;
  const end = written.findIndex((part) => !isDigits(part));
  if (end < 0) return { written, filled: fill(written, '0'), numbers: written.length };
  // PHP compares the placeholder # as equal to any number, so that nothing may be put before it.
  const isFixed = end === 0 || written[end]?.startsWith('#');
  const filled = isFixed ? written : [...fill(written.slice(0, end), '0'), ...written.slice(end)];
  return { written, filled, numbers: end };
}

function fill(numbers: Parts, filler: string): Parts {
  return [...numbers, ...Array.from({ length: Math.max(0, 4 - numbers.length) }, () => filler)];
}

function compare(a: ComposerVersion, b: ComposerVersion): number {
  return isShorterRelease(a, b) || isShorterRelease(b, a)
    ? compareParts(a.written, b.written)
    : compareParts(a.filled, b.filled);
}

/** For PHP, 6.5 is older than 6.5.0-beta: a release with fewer numbers than a pre-release is compared as written. */
function isShorterRelease(a: ComposerVersion, b: ComposerVersion): boolean {
  return a.numbers === a.written.length && b.numbers < b.written.length && a.numbers < b.numbers;
}

function compareParts(a: Parts, b: Parts): number {
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
