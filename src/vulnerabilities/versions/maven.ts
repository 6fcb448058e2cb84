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

/** A transition between digits and letters counts as a hyphen; an empty token is 0. */
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
    const beforeDigits = following && isDigits(following.text) && following.separator === '-';
    return { separator: token.separator, text: canonical(token.text, beforeDigits === true) };
  });
}

/** Equal qualifiers have one form: `cr` is `rc`, and `a` before digits is `alpha`. */
function canonical(word: string, beforeDigits: boolean): string {
  if (isDigits(word)) return word.replace(/^0+(?=[0-9])/, '');
  if (word === 'final' || word === 'ga' || word === 'release') return '';
  if (word === 'cr') return 'rc';
  if (!beforeDigits) return word;
  return { a: 'alpha', b: 'beta', m: 'milestone' }[word] ?? word;
}

/** Removes null values at the end and before each hyphen: 1.0.0-foo.0 is 1-foo. */
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

/** The token that a missing one counts as when it is compared with `other`. */
function padding(other: Token | undefined): Token {
  return other?.separator === '.' && isDigits(other.text)
    ? { separator: '.', text: '0' }
    : { separator: other?.separator ?? '-', text: '' };
}

function compareTokens(a: Token, b: Token): number {
  const difference = kind(a) - kind(b);
  if (difference !== 0) return difference;
  return isDigits(a.text) ? compareDigits(a.text, b.text) : compareQualifiers(a.text, b.text);
}

/** `.word` < `-word` < `-number` < `.number`, as in Maven 3 releases. */
function kind(token: Token): number {
  const hyphen = token.separator === '-';
  if (isDigits(token.text)) return hyphen ? 2 : 3;
  return hyphen ? 1 : 0;
}

const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];

function compareQualifiers(a: string, b: string): number {
  const [x, y] = [QUALIFIERS.indexOf(a), QUALIFIERS.indexOf(b)];
  if (x < 0 && y < 0) return compareText(a, b);
  // Unknown qualifiers come after the known ones.
  return (x < 0 ? QUALIFIERS.length : x) - (y < 0 ? QUALIFIERS.length : y);
}
