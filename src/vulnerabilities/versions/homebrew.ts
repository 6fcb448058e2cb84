import { compareText } from '../../lib/text.js';
import { compareDigits } from './digits.js';
import { defineScheme } from './scheme.js';

/**
 * Formulae of Homebrew: numbers and words, separated by anything, and a revision after an underscore (`3.1.2_1`). Words of
 * development versions are older than nothing, others are newer: 1.0-rc1, 1.0, 1.0b, 1.0.1.
 * Source: rubydoc.brew.sh, Version and PkgVersion.
 */
export const homebrew = defineScheme('homebrew', parse, compare);

interface HomebrewVersion {
  readonly tokens: readonly Token[];
  readonly revision: string;
}

interface Token {
  readonly rank: number;
  readonly word: string;
  readonly digits: string;
}

/** In ascending order; a version that ends has the rank of nothing. */
const DEVELOPMENT = ['alpha', 'beta', 'pre', 'rc'];
const NOTHING = DEVELOPMENT.length;
const WORD = NOTHING + 1;
const PATCH = NOTHING + 2;
const NUMBER = NOTHING + 3;
const END: Token = { rank: NOTHING, word: '', digits: '' };

/** Undefined for `HEAD-1a2b3c4`, a build of a branch. */
function parse(text: string): HomebrewVersion | undefined {
  const [, version = '', revision = ''] = /^v?(.*?)(?:_(\d+))?$/.exec(text) ?? [];
  if (!/\d/.test(version) || /\s|^HEAD\b/.test(version)) return undefined;
  const words = version.toLowerCase().match(/(?:alpha|beta|pre|rc|post|p)\d*|[ab]\d+|\d+|[a-z]+/g);
  return { tokens: (words ?? []).map(tokenOf), revision };
}

function tokenOf(text: string): Token {
  const [, word = '', digits = ''] = /^(\D*)(\d*)$/.exec(text) ?? [];
  if (word === '') return /[1-9]/.test(digits) ? { rank: NUMBER, word, digits } : END;
  const known = digits !== '' && word.length === 1 ? (SHORT.get(word) ?? word) : word;
  const rank = DEVELOPMENT.indexOf(known);
  if (rank >= 0) return { rank, word: '', digits };
  return known === 'p' || known === 'post'
    ? { rank: PATCH, word: known, digits }
    : { rank: WORD, word: known, digits };
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
]);

function compare(a: HomebrewVersion, b: HomebrewVersion): number {
  const length = Math.max(a.tokens.length, b.tokens.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.tokens[i] ?? END, b.tokens[i] ?? END];
    const difference =
      x.rank - y.rank || compareText(x.word, y.word) || compareDigits(x.digits, y.digits);
    if (difference !== 0) return difference;
  }
  return compareDigits(a.revision, b.revision);
}
