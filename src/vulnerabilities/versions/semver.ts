import parseStrict from 'semver/functions/parse.js';
import { compareText } from '../../lib/text.js';
import { compareDigits, compareNumbers, isDigits } from './digits.js';
import { defineScheme } from './scheme.js';

/**
 * Semantic versions: npm, crates.io, Go, Hex and others. Versions that semver.org allows are read by npm's own parser;
 * those with missing components, leading zeros or numbers above 2^53, all found in advisories, by the lenient parser.
 * Source: semver.org 2.0.0, section 11.
 */
export const semver = defineScheme('semver', readSemver, compareSemver);

export interface Semver {
  /** Digits of major, minor, patch and, in some ecosystems, more. */
  readonly numbers: readonly string[];
  readonly prerelease: readonly string[];
  /** Not part of the order in most ecosystems. */
  readonly build: readonly string[];
}

/** The strict parser rejects longer texts, but only after it has read them to the end. */
const MAX_STRICT_LENGTH = 256;

export function readSemver(text: string): Semver | undefined {
  const strict = text.length <= MAX_STRICT_LENGTH ? parseStrict(text) : null;
  if (!strict) return readLenient(text);
  return {
    numbers: [String(strict.major), String(strict.minor), String(strict.patch)],
    prerelease: strict.prerelease.map(String),
    build: strict.build,
  };
}

/** `v1`, `1.2`, `01.2.3`, `1.2.3.4`, `1.2.3rc1`: numbers, and the rest as pre-release. */
export function readLenient(text: string): Semver | undefined {
  const version = text.trim().replace(/^[vV=]+\s*/, '');
  const [numbers] = /^[0-9]+(?:\.[0-9]+)*/.exec(version) ?? [];
  if (numbers === undefined) return undefined;
  const rest = version.slice(numbers.length);
  const plus = rest.indexOf('+');
  const prerelease = (plus < 0 ? rest : rest.slice(0, plus)).replace(/^[-.]/, '');
  return {
    numbers: numbers.split('.'),
    prerelease: prerelease === '' ? [] : prerelease.split('.'),
    build: plus < 0 ? [] : rest.slice(plus + 1).split('.'),
  };
}

export function compareSemver(a: Semver, b: Semver): number {
  return compareNumbers(a.numbers, b.numbers) || comparePrereleases(a.prerelease, b.prerelease);
}

/** A version without pre-release is newer than one with. */
export function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  return compareIdentifiers(a, b);
}

/** Digits before letters, digits by value, letters by code unit, the shorter list first. */
export function compareIdentifiers(a: readonly string[], b: readonly string[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = compareIdentifier(a[i] ?? '', b[i] ?? '');
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareIdentifier(a: string, b: string): number {
  const [numericA, numericB] = [isDigits(a), isDigits(b)];
  if (numericA && numericB) return compareDigits(a, b);
  if (numericA !== numericB) return numericA ? -1 : 1;
  return compareText(a, b);
}
