import { compareText } from '../../lib/text.js';
import { compareDigits } from './digits.js';
import { defineScheme } from './scheme.js';

/**
 * Alpine package versions: `1.2.3a_rc4_p5~0a1b2c-r6`.
 * Source: apk-package(5), "version", and the precedence of Gentoo's PMS that it follows. A malformed version is
 * compared up to its first unreadable part, which is older than anything.
 */
export const apk = defineScheme(
  'apk',
  parse,
  (a, b) => compareTokens(a, b),
  ([first]) => first?.rank === Rank.Component,
);

interface Token {
  readonly rank: Rank;
  readonly text: string;
}

/** Of two tokens of different kinds at one position, the one with the later kind is newer. */
enum Rank {
  Unreadable,
  PreSuffix,
  End,
  Revision,
  Hash,
  SuffixNumber,
  PostSuffix,
  Letter,
  Component,
}

const END: Token = { rank: Rank.End, text: '' };
const UNREADABLE: Token = { rank: Rank.Unreadable, text: '' };

const PRE_SUFFIXES = ['alpha', 'beta', 'pre', 'rc'];
const POST_SUFFIXES = ['cvs', 'svn', 'git', 'hg', 'p'];

function parse(text: string): readonly Token[] | undefined {
  if (text === '') return undefined;
  const first = /^[0-9]*/.exec(text)?.[0] ?? '';
  const tokens: Token[] = [component(first.replace(/^0+(?=[0-9])/, ''))];
  const next = /\.([0-9]*)|(?<![a-z])([a-z])([0-9]*)|_([a-z]+)([0-9]*)|~([0-9a-f]+)|-r([0-9]+|$)/y;
  next.lastIndex = first.length;
  while (next.lastIndex < text.length) {
    const match = next.exec(text);
    if (!match) return [...tokens, UNREADABLE];
    const [token, digits, letter, letterDigits, suffix, suffixDigits, hash, revision] = match;
    if (digits !== undefined) tokens.push(component(digits));
    else if (letter !== undefined) {
      tokens.push({ rank: Rank.Letter, text: letter });
      if (letterDigits) tokens.push(component(letterDigits));
    } else if (suffix !== undefined) {
      const known = suffixToken(suffix);
      if (!known) return [...tokens, UNREADABLE];
      tokens.push(known);
      if (suffixDigits) tokens.push({ rank: Rank.SuffixNumber, text: suffixDigits });
    } else if (hash !== undefined) tokens.push({ rank: Rank.Hash, text: hash });
    else {
      tokens.push({ rank: Rank.Revision, text: revision ?? '' });
      if (match.index + token.length < text.length) return [...tokens, UNREADABLE];
      break;
    }
  }
  return tokens;
}

function component(digits: string): Token {
  return digits === '' ? UNREADABLE : { rank: Rank.Component, text: digits };
}

/** The text of the token is the index of the suffix in its list. */
function suffixToken(suffix: string): Token | undefined {
  const pre = PRE_SUFFIXES.indexOf(suffix);
  if (pre >= 0) return { rank: Rank.PreSuffix, text: String(pre) };
  const post = POST_SUFFIXES.indexOf(suffix);
  return post >= 0 ? { rank: Rank.PostSuffix, text: String(post) } : undefined;
}

function compareTokens(a: readonly Token[], b: readonly Token[]): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a[i] ?? END, b[i] ?? END];
    const difference = x.rank - y.rank || compareTexts(x, y);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareTexts(a: Token, b: Token): number {
  switch (a.rank) {
    case Rank.Component:
      // With a leading zero, every component except the first is a fraction: 1.1 > 1.02 > 1.01.
      return a.text.startsWith('0') || b.text.startsWith('0')
        ? compareText(a.text, b.text)
        : compareDigits(a.text, b.text);
    case Rank.SuffixNumber:
    case Rank.Revision:
      return compareDigits(a.text, b.text);
    default:
      return compareText(a.text, b.text);
  }
}
