import { assignment, assignmentEnd } from './assignment.js';
import { automaton } from './automaton.js';
import type { CandidateShape, Detector } from './detector.js';
import { detectors } from './detectors.js';
import { isKnownExample } from './known-examples.js';
import { isIllustration } from './paths.js';
import { entropy, isExample, namesCredential } from './plausible.js';
import { truncationGuard } from './truncation.js';

/** A secret in a text: offsets in bytes of a file or UTF-16 units of a string, end exclusive. */
export interface Secret {
  readonly detector: Detector;
  readonly start: number;
  readonly end: number;
  /** The first and last two characters; never more of it leaves this module. */
  readonly masked: string;
  /** The words on its line by which it is meant to be there. */
  readonly allowedBy?: string;
}

export interface SearchOptions {
  /** Where the text comes from: some kinds stand in certain files only. */
  readonly path?: string;
  /** Leave out what its format does not give away. */
  readonly certainOnly?: boolean;
  /** What many texts may cost together beside their own lengths; without it each may cost MIN_WORK. */
  readonly budget?: Budget;
}

/** Characters that are left to look at; it goes down. */
export interface Budget {
  left: number;
}

/** What was found, and whether all of the text was searched. */
export interface SearchResult {
  readonly secrets: readonly Secret[];
  /** Those that a comment on their line allows. */
  readonly allowed: readonly Secret[];
  readonly complete: boolean;
}

/**
 * Characters that all texts of one image or repository may cost beside their own lengths: for files made of keywords, in
 * their thousands. A gigabyte of documents and settings takes 75 million.
 */
export const MOST_WORK = 256 * 1024 * 1024;
/** More in one text is no leak but a data set. */
const MAX_SECRETS = 1000;
/** How far around a place is looked; chunks of a file overlap by as much. */
export const MAX_REACH = 4600;

/** The secrets in a text, by position; one that several detectors see is reported once, by the surest. */
export function searchSecrets(text: string, options: SearchOptions = {}): Secret[] {
  return [...searchText(text, options).secrets];
}

/** The same with those that are allowed. */
export function searchText(text: string, options: SearchOptions = {}): SearchResult {
  // One byte a UTF-16 unit, so that offsets stay: secrets are ASCII.
  const bytes = Buffer.from(text.replace(/[^\0-\x7f]/g, '\x80'), 'latin1');
  return searchBytes(bytes, options);
}

/**
 * The secrets in a file. One pass finds the keywords of all kinds; only windows around them are looked at, and of them
 * no more than a share of the text, so that a text made of keywords costs no more than any other.
 */
export function searchBytes(bytes: Buffer, options: SearchOptions = {}): SearchResult {
  const { path = '', certainOnly = false } = options;
  const kindsOf = certainOnly ? CERTAIN : isIllustration(path) ? NAMED : BY_KEYWORD;
  const window = windowsOf(bytes);
  const found: Secret[] = [];
  const allowed: Secret[] = [];
  const extra = Math.min(MIN_WORK, options.budget?.left ?? MIN_WORK);
  let work = bytes.length + extra;
  const take = (detector: Detector, start: number, value: string) => {
    if (!isReal(detector, value)) return;
    const allowedBy = allowance(bytes, start, start + value.length);
    if (detector.confidence === 'low') {
      work -= CUT_SHORT_WORK;
      isCutShort ??= truncationGuard(detectors);
      if (isCutShort(value)) return;
    }
    const secret = { detector, start, end: start + value.length, masked: mask(value) };
    if (allowedBy === undefined) found.push(secret);
    else if (allowed.length < MAX_SECRETS) allowed.push({ ...secret, allowedBy });
  };
  finder ??= automaton(WORDS);
  finder(bytes, (keyword, at, end) => {
    for (const detector of kindsOf[keyword] as readonly Detector[]) {
      const { shape } = detector;
      if (detector.path?.test(path) === false) continue;
      if (shape.kind === 'token') {
        if (shape.before === 0 && insideWord(bytes, at)) continue;
        if (shape.glance?.(bytes, end) === false) continue;
        const from = Math.max(0, at - Math.max(2, shape.before + 2));
        const text = window(from, Math.min(bytes.length, at + shape.reach));
        work -= text.length;
        for (const { start, value } of tokens(shape, text, at - from))
          take(detector, from + start, value);
      } else {
        const to = assignmentEnd(bytes, at, end);
        if (to < 0) break;
        const from = Math.max(0, at - 48);
        const text = window(from, Math.min(bytes.length, to));
        work -= text.length;
        const given = assignment(text, at - from, end - from);
        if (!given) continue;
        const value = text.slice(given.start, given.end);
        if (!shape.value.test(value) || !namesCredential(detector, given.name, value)) continue;
        if (text.startsWith('..', given.end)) continue; // The beginning of one, as documents have it.
        take(detector, from + given.start, value);
      }
    }
    return work > 0 && found.length < MAX_SECRETS;
  });
  if (options.budget) options.budget.left -= Math.max(0, extra - Math.max(0, work));
  const complete = work > 0 && found.length < MAX_SECRETS;
  return { secrets: surest(found), allowed: surest(allowed), complete };
}

/** What a look at one value costs, in characters: it is tried at many lengths. */
const CUT_SHORT_WORK = 16 * 1024;

/** Characters that any text may cost, however short. */
const MIN_WORK = 12 * 1024 * 1024;

const WORDS: readonly string[] = [...new Set(detectors.flatMap(({ keywords }) => keywords))];
/** By keyword: tokens first, so that a place where nothing is assigned is left at the first of the others. */
const BY_KEYWORD: readonly (readonly Detector[])[] = WORDS.map((word) =>
  detectors
    .filter(({ keywords }) => keywords.includes(word))
    .sort((a, b) => Number(a.shape.kind === 'named') - Number(b.shape.kind === 'named')),
);
const CERTAIN: typeof BY_KEYWORD = BY_KEYWORD.map((kinds) =>
  kinds.filter(({ confidence }) => confidence === 'high'),
);
/** Without those that the name of the value alone gives away. */
const NAMED: typeof BY_KEYWORD = BY_KEYWORD.map((kinds) =>
  kinds.filter(({ confidence }) => confidence !== 'low'),
);
/** Made when first needed: it takes some milliseconds. */
let finder: ReturnType<typeof automaton> | undefined;
let isCutShort: ReturnType<typeof truncationGuard> | undefined;
const RANK = new Map(detectors.map((detector, index) => [detector, index]));

/** Cuts windows out of the bytes; the same one again costs nothing. */
function windowsOf(bytes: Buffer): (from: number, to: number) => string {
  let last = { from: -1, to: -1, text: '' };
  return (from, to) => {
    if (last.from !== from || last.to !== to)
      last = { from, to, text: bytes.toString('latin1', from, to) };
    return last.text;
  };
}

/** A token begins at no letter's or digit's end, but for the n of an escaped line break. */
function insideWord(bytes: Buffer, at: number): boolean {
  return (
    isAlphanumeric(bytes[at] ?? 0) &&
    isAlphanumeric(bytes[at - 1] ?? 0) &&
    bytes[at - 2] !== BACKSLASH
  );
}

const BACKSLASH = 0x5c;

function isAlphanumeric(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a)
  );
}

type Token = Extract<CandidateShape, { kind: 'token' }>;

/** What the pattern finds at the keyword, which stands at `at` of the window. */
function* tokens(
  { pattern }: Token,
  text: string,
  at: number,
): Generator<{ start: number; value: string }> {
  pattern.lastIndex = pattern.sticky ? at : 0;
  const match = pattern.exec(text);
  if (!match) return;
  for (const [name, value] of Object.entries(match.groups ?? {})) {
    if (value === undefined) continue;
    const [start = 0] = match.indices?.groups?.[name] ?? [];
    yield { start, value };
  }
}

function isReal(detector: Detector, value: string): boolean {
  if (detector.entropy > 0 && (isExample(value) || entropy(value) < detector.entropy)) return false;
  return detector.accept?.(value) !== false && !isKnownExample(value);
}

/** The words of the line, or of a comment on it, that say that the secret is meant to be there. */
function allowance(bytes: Buffer, start: number, end: number): string | undefined {
  const from = Math.max(0, start - 300);
  const text = bytes.toString('latin1', from, Math.min(bytes.length, end + 300));
  const close = text.indexOf('\n', end - from);
  const line = text.slice(text.lastIndexOf('\n', start - from) + 1, close < 0 ? undefined : close);
  return ALLOWED.exec(line)?.[0];
}

const ALLOWED =
  /\b(?:portside|gitleaks):\s?allow\b|pragma: ?(?:allowlist|whitelist) secret|trufflehog:ignore/i;

const SURENESS = { high: 0, medium: 1, low: 2 } as const;

/** Of those that overlap the surest, then the first in the table. */
function surest(found: Secret[]): Secret[] {
  found.sort((a, b) => a.start - b.start || a.end - b.end);
  const kept: Secret[] = [];
  for (const secret of found) {
    const last = kept.at(-1);
    if (!last || secret.start >= last.end) kept.push(secret);
    else if (better(secret, last)) kept[kept.length - 1] = secret;
  }
  return kept;
}

function better(a: Secret, b: Secret): boolean {
  const sureness = SURENESS[a.detector.confidence] - SURENESS[b.detector.confidence];
  return (
    sureness < 0 || (sureness === 0 && (RANK.get(a.detector) ?? 0) < (RANK.get(b.detector) ?? 0))
  );
}

/** The first and last two characters of a long one. */
export function mask(secret: string): string {
  return secret.length < 8 ? '…' : `${secret.slice(0, 2)}…${secret.slice(-2)}`;
}
