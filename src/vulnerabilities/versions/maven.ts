import { compareText } from '../../lib/text.js';
import { compareDigits, isDigits } from './digits.js';
import { defineScheme } from './scheme.js';

/**
 * Maven versions.
 * Source: maven.apache.org/pom.html#Version_Order_Specification.
 */
export const maven = defineScheme('maven', parse, compare);

interface Token {
  readonly separator: '.' | '-';
  readonly text: string;
}

function parse(text: string): readonly Token[] | undefined {
  if (text === '') return undefined;
  return withoutNulls(tokens(text.toLowerCase()));
}

/** A change between digits and letters separates like a hyphen; an empty token is 0. */
function tokens(text: string): Token[] {
  const found: Token[] = [];
  let separator: Token['separator'] = '.';
  let expected = true;
  for (const [piece] of text.matchAll(/[.-]|[0-9]+|[^0-9.-]+/g)) {
    if (piece === '.' || piece === '-') {
      if (expected) found.push({ separator, text: '0' });
      separator = piece;
      expected = true;
      continue;
    }
    const next: Token = { separator: expected ? separator : '-', text: piece };
    found.push(next);
    expected = false;
  }
  if (expected) found.push({ separator, text: '0' });
  return found.map((token, i) => {
    const following = found[i + 1];
    const glued = following && isDigits(following.text) && following.separator === '-';
    return { separator: token.separator, text: alias(token.text, glued === true) };
  });
}

function alias(word: string, beforeDigits: boolean): string {
  if (isDigits(word)) return word.replace(/^0+(?=[0-9])/, '');
  if (word === 'final' || word === 'ga' || word === 'release') return '';
  if (word === 'cr') return 'rc';
  if (!beforeDigits) return word;
  return { a: 'alpha', b: 'beta', m: 'milestone' }[word] ?? word;
}

/** Nulls at the end, and before each hyphen, say nothing: 1.0.0-foo.0 is 1-foo. */
function withoutNulls(list: readonly Token[]): readonly Token[] {
  const kept: Token[] = [];
  let trimming = true;
  for (let i = list.length - 1; i > 0; i--) {
    const token = list[i];
    if (!token) continue;
    if (trimming && isNull(token.text)) continue;
    kept.push(token);
    trimming = token.separator === '-';
  }
  const first = list[0];
  if (first) kept.push(first);
  return kept.reverse();
}

function isNull(text: string): boolean {
  return text === '' || text === '0';
}

function compare(a: readonly Token[], b: readonly Token[]): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a[i] ?? padding(b[i]), b[i] ?? padding(a[i])];
    const difference = compareTokens(x, y);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What a missing token counts as beside this one. */
function padding(other: Token | undefined): Token {
  return other?.separator === '.' && isDigits(other.text)
    ? { separator: '.', text: '0' }
    : { separator: other?.separator ?? '-', text: '' };
}

function compareTokens(a: Token, b: Token): number {
  const difference = kind(a) - kind(b);
  if (difference !== 0) return difference;
  return isDigits(a.text) ? compareDigits(a.text, b.text) : compareWords(a.text, b.text);
}

/** `.word` < `-word` < `-number` < `.number`, as the releases of Maven 3 have it. */
function kind(token: Token): number {
  const hyphen = token.separator === '-';
  if (isDigits(token.text)) return hyphen ? 2 : 3;
  return hyphen ? 1 : 0;
}

const WORDS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];

function compareWords(a: string, b: string): number {
  const [x, y] = [WORDS.indexOf(a), WORDS.indexOf(b)];
  if (x < 0 && y < 0) return compareText(a, b);
  // A word that Maven does not know comes after all that it knows.
  return (x < 0 ? WORDS.length : x) - (y < 0 ? WORDS.length : y);
}
