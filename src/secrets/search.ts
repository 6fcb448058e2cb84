import { createHash } from 'node:crypto';
import { isExampleFile, isTestOrDocument, isTestSource } from '../core/example-paths.js';
import { keyMark, secretMark } from '../core/secret-mark.js';
import { entropy } from '../lib/entropy.js';
import { type Assignment, assignment, assignmentEnd } from './assignment.js';
import { automaton } from './automaton.js';
import { commandValues, MAX_BEFORE } from './command-values.js';
import { MAX_COMMAND } from './command-words.js';
import type { CommandFormat, Detector, NamedFormat, TokenFormat } from './detector.js';
import { detectors } from './detectors.js';
import { structures } from './kinds/structures.js';
import { isKnownExample } from './known-examples.js';
import { isExample, isPlaceholder, namesCredential } from './plausible.js';
import { truncationGuard } from './truncation.js';

/** A secret in a text. Offsets are bytes of a file or UTF-16 units of a string, the end is exclusive. */
export interface Secret {
  readonly detector: Detector;
  readonly start: number;
  readonly end: number;
  /** The number of its characters. The value itself never leaves this module. */
  readonly length: number;
  /** Equal for equal values. It is not reported. */
  readonly digest: string;
  /** What fingerprints contain of the value. */
  readonly mark: string;
  /** The comment on its line that allows it. */
  readonly allowedBy?: string;
}

export interface SearchOptions {
  /** The path of the text: some kinds of secrets are only in certain files. */
  readonly path?: string;
  /** Report only secrets whose format is unmistakable. */
  readonly highConfidenceOnly?: boolean;
  /** Find all kinds, also those that are no secrets in a test or in documentation. */
  readonly isForMasking?: boolean;
  /** Shared by many texts; without it, each text may use MIN_WORK. */
  readonly budget?: SearchBudget;
}

/** The characters that may still be examined in addition to the lengths of the texts. */
export interface SearchBudget {
  left: number;
}

export interface SearchResult {
  readonly secrets: readonly Secret[];
  /** Secrets that a comment on their line allows. */
  readonly allowed: readonly Secret[];
  /** Whether the complete text was searched. */
  readonly complete: boolean;
}

/**
 * The budget of one image or repository. It stops thousands of files that consist of keywords; one gigabyte of ordinary
 * documents and configuration needs 75 million characters.
 */
export const MAX_WORK = 256 * 1024 * 1024;
/** A text with more secrets is a data set and not a leak. */
const MAX_SECRETS = 1000;
/** The most characters that are examined around a keyword. Chunks of a file overlap by as many. */
export const MAX_REACH = 4600;

/** The secrets in a text, by position. When several detectors match, the one with the highest confidence is reported. */
export function searchSecrets(text: string, options: SearchOptions = {}): Secret[] {
  return [...searchText(text, options).secrets];
}

/** Searches a text. */
export function searchText(text: string, options: SearchOptions = {}): SearchResult {
  // One byte per UTF-16 unit, so that offsets stay the same. Secrets are ASCII.
  const bytes = Buffer.from(text.replace(/[^\0-\x7f]/g, '\x80'), 'latin1');
  return searchBytes(bytes, options);
}

/**
 * Searches a file. One pass finds the keywords of all detectors; only the text around them is examined, and at most a
 * share of the whole text, so that a text full of keywords takes no longer than any other.
 */
export function searchBytes(bytes: Buffer, options: SearchOptions = {}): SearchResult {
  const { path = '' } = options;
  const byKeyword = detectorsFor(options);
  const window = windowsOf(bytes);
  const found: Secret[] = [];
  const allowed: Secret[] = [];
  const extra = Math.min(MIN_WORK, options.budget?.left ?? MIN_WORK);
  let work = bytes.length + extra;
  const add = (detector: Detector, start: number, value: string) => {
    if (!isReal(detector, value)) return;
    if (isFormHint(bytes, start, detector) || isSaidPublic(bytes, start, value)) return;
    const allowedBy = allowingComment(bytes, start, start + value.length);
    if (detector.confidence === 'low') {
      work -= TRUNCATION_WORK;
      isTruncated ??= truncationGuard(detectors);
      if (isTruncated(value)) return;
    }
    const { length } = value;
    const mark = detector.isMultiline
      ? keyMark(bytes.toString('latin1', start, start + MAX_REACH))
      : secretMark(value, !detector.isChosen);
    const digest = detector.isMultiline ? mark : digestOf(value);
    const secret = { detector, start, end: start + length, length, digest, mark };
    if (allowedBy === undefined) found.push(secret);
    else if (allowed.length < MAX_SECRETS) allowed.push({ ...secret, allowedBy });
  };
  findKeywords ??= automaton(KEYWORDS);
  findKeywords(bytes, (keyword, at, end) => {
    for (const detector of byKeyword[keyword] as readonly Detector[]) {
      const { format } = detector;
      if (detector.path?.test(path) === false) continue;
      if (format.kind !== 'named') {
        const read = valuesAt(format, { bytes, window, at, end });
        work -= read.work;
        for (const { start, value } of read.values) add(detector, start, value);
      } else {
        const to = assignmentEnd(bytes, at, end);
        if (to < 0) break;
        const from = Math.max(0, at - 48);
        const text = window(from, Math.min(bytes.length, to));
        work -= text.length;
        const assigned = assignment(text, at - from, end - from);
        if (!assigned) continue;
        const value = namedSecret(detector, format, text, assigned);
        if (value !== undefined) add(detector, from + assigned.start, value);
      }
    }
    return work > 0 && found.length < MAX_SECRETS;
  });
  if (options.budget) options.budget.left -= Math.max(0, extra - Math.max(0, work));
  const complete = work > 0 && found.length < MAX_SECRETS;
  const best = (list: Secret[]) => outsideKeys(mostConfident(list), bytes);
  return { secrets: best(found), allowed: best(allowed), complete };
}

/** The work of a truncation check, in characters: it tries the value with many lengths. */
const TRUNCATION_WORK = 16 * 1024;

/** The characters that any text may use, however short it is. */
const MIN_WORK = 12 * 1024 * 1024;

const KEYWORDS: readonly string[] = [...new Set(detectors.flatMap(({ keywords }) => keywords))];

/** Detectors by the index of their keyword. */
type DetectorIndex = readonly (readonly Detector[])[];

/** Tokens come first: the first other detector ends the loop when nothing is assigned at a place. */
const ALL: DetectorIndex = KEYWORDS.map((word) =>
  detectors
    .filter(({ keywords }) => keywords.includes(word))
    .sort((a, b) => Number(a.format.kind === 'named') - Number(b.format.kind === 'named')),
);
const HIGH_CONFIDENCE: DetectorIndex = ALL.map((kinds) =>
  kinds.filter(({ confidence }) => confidence === 'high'),
);
/** Without keys, hashes and passwords, which tests have as vectors. */
const TOKENS: DetectorIndex = HIGH_CONFIDENCE.map((kinds) =>
  kinds.filter((kind) => !structures.includes(kind) && !kind.isKey),
);
/** Without the detectors that only look at the name of a variable. */
const MEDIUM_CONFIDENCE: DetectorIndex = ALL.map((kinds) =>
  kinds.filter(({ confidence }) => confidence !== 'low'),
);

function detectorsFor({
  path = '',
  highConfidenceOnly = false,
  isForMasking = false,
}: SearchOptions): DetectorIndex {
  if (isForMasking) return ALL;
  if (isTestSource(path)) return TOKENS;
  if (highConfidenceOnly || isTestOrDocument(path)) return HIGH_CONFIDENCE;
  return isExampleFile(path) ? MEDIUM_CONFIDENCE : ALL;
}

/** Built when first needed, since that takes some milliseconds. */
let findKeywords: ReturnType<typeof automaton> | undefined;
let isTruncated: ReturnType<typeof truncationGuard> | undefined;
const ORDER = new Map(detectors.map((detector, index) => [detector, index]));

/** Decodes parts of the bytes; the same part is not decoded twice in a row. */
function windowsOf(bytes: Buffer): (from: number, to: number) => string {
  let last = { from: -1, to: -1, text: '' };
  return (from, to) => {
    if (last.from !== from || last.to !== to)
      last = { from, to, text: bytes.toString('latin1', from, to) };
    return last.text;
  };
}

/** Checks the bytes around a keyword, so that most places are rejected without decoding their text. */
function mayBeToken(
  { maxKeywordOffset, prefilter }: TokenFormat,
  bytes: Buffer,
  at: number,
  end: number,
): boolean {
  if (maxKeywordOffset === 0 && isInsideWord(bytes, at)) return false;
  return prefilter?.(bytes, end) !== false;
}

/** Whether a name stands alone, and something follows it that can be a word, the end of a quote or of a line. */
function mayBeCommand(bytes: Buffer, at: number, end: number): boolean {
  const before = bytes[at - 1] ?? 0;
  const isEscape = bytes[at - 2] === BACKSLASH && /[nrt]/.test(String.fromCharCode(before));
  if (isAlphanumeric(before) && !isEscape) return false;
  if ('_.$'.includes(String.fromCharCode(before))) return false;
  return end === bytes.length || AFTER_COMMAND.includes(bytes[end] ?? 0);
}

const AFTER_COMMAND = Buffer.from(' \t\r\n\\"\',.]/`;)<|&');

/** Whether a letter or digit comes before, except the letter of an escaped line break (`\n`). */
function isInsideWord(bytes: Buffer, at: number): boolean {
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

/** A keyword, and the file that it is in. */
interface KeywordPlace {
  readonly bytes: Buffer;
  readonly window: ReturnType<typeof windowsOf>;
  readonly at: number;
  readonly end: number;
}

interface ReadValues {
  readonly values: readonly { readonly start: number; readonly value: string }[];
  /** The characters that were read. */
  readonly work: number;
}

/** The values of a format at a keyword. */
function valuesAt(format: TokenFormat | CommandFormat, place: KeywordPlace): ReadValues {
  const { bytes, window, at, end } = place;
  if (format.kind === 'command') return commandsAt(format, place);
  if (!mayBeToken(format, bytes, at, end)) return NO_VALUES;
  const from = Math.max(0, at - Math.max(2, format.maxKeywordOffset + 2));
  const text = window(from, Math.min(bytes.length, at + format.maxLength));
  const found = [...tokens(format, text, at - from)];
  return {
    values: found.map(({ start, value }) => ({ start: from + start, value })),
    work: text.length,
  };
}

const NO_VALUES: ReadValues = { values: [], work: 0 };

function commandsAt({ commands }: CommandFormat, place: KeywordPlace): ReadValues {
  const { bytes, window, at, end } = place;
  if (!mayBeCommand(bytes, at, end)) return NO_VALUES;
  const from = Math.max(0, at - MAX_BEFORE);
  const text = window(from, Math.min(bytes.length, end + MAX_COMMAND));
  const [start, to] = [at - from, end - from];
  const own = commands.get(text.slice(start, to).toLowerCase()) ?? [];
  const { values, work } = commandValues(text, { start, end: to }, own);
  return {
    values: values.map((span) => ({
      start: from + span.start,
      value: text.slice(span.start, span.end),
    })),
    work,
  };
}

/** The matches of the pattern at the keyword, which is at the offset `at` of the text. */
function* tokens(
  { pattern }: TokenFormat,
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

/** The assigned value if it has the format and its name is that of a credential. */
function namedSecret(
  detector: Detector,
  format: NamedFormat,
  text: string,
  { name, start, end }: Assignment,
): string | undefined {
  const value = text.slice(start, end);
  if (!format.value.test(value) || !namesCredential(detector, name, value)) return undefined;
  // Documents end a truncated value with dots.
  return text.startsWith('..', end) ? undefined : value;
}

function isReal(detector: Detector, value: string): boolean {
  const { minEntropy, accepts, isChosen } = detector;
  // A person can choose a password with such a word in it.
  const isSample = isExample(value) && (!isChosen || isPlaceholder(value));
  if (minEntropy > 0 && (isSample || entropy(value) < minEntropy)) return false;
  return accepts?.(value) !== false && !isKnownExample(value);
}

/** Whether the value is the placeholder of an input field, which shows the format with an example. */
function isFormHint(bytes: Buffer, start: number, { confidence }: Detector): boolean {
  const before = bytes.toString('latin1', Math.max(0, start - 120), start);
  // Outside an element, the word hides no token of a known format.
  if (confidence === 'high' && !/<[a-z][^<>]*$/i.test(before)) return false;
  return /\bplaceholder["']?\s{0,4}(?:=>|[:=])\s{0,60}[{("'`]{0,2}[^\s"'`]{0,40}$/i.test(before);
}

/** Characters before and after a value that can say that it is public. */
const NEAR = 1_200;
/** The key of Google in the settings of a Firebase app is public. firebase.google.com/docs/projects/api-keys */
const FIREBASE_KEY = /^AIza[\w-]{35}$/;
const FIREBASE = /authDomain|messagingSenderId|mobilesdk_app_id|GCM_SENDER_ID/;

function isSaidPublic(bytes: Buffer, start: number, value: string): boolean {
  if (!FIREBASE_KEY.test(value)) return false;
  return FIREBASE.test(bytes.toString('latin1', Math.max(0, start - NEAR), start + NEAR));
}

/** The comment on the line, if any, that allows the secret. */
function allowingComment(bytes: Buffer, start: number, end: number): string | undefined {
  const from = Math.max(0, start - 300);
  const text = bytes.toString('latin1', from, Math.min(bytes.length, end + 300));
  const close = text.indexOf('\n', end - from);
  const line = text.slice(text.lastIndexOf('\n', start - from) + 1, close < 0 ? undefined : close);
  return allowedOnLine(line);
}

/** The comment, if any, on a line that allows its secrets. */
export function allowedOnLine(line: string): string | undefined {
  return ALLOWED.exec(line)?.[0];
}

const ALLOWED =
  /\b(?:portside|gitleaks):\s?allow\b|pragma: ?(?:allowlist|whitelist) secret|trufflehog:ignore/i;

const CONFIDENCE_ORDER = { high: 0, medium: 1, low: 2 } as const;

/** Of overlapping secrets, the one with the highest confidence; if they are equal, the first in the list of detectors. */
function mostConfident(found: Secret[]): Secret[] {
  found.sort((a, b) => a.start - b.start || a.end - b.end);
  const kept: Secret[] = [];
  for (const secret of found) {
    const last = kept.at(-1);
    if (!last || secret.start >= last.end) kept.push(secret);
    else if (isMoreConfident(secret, last)) kept[kept.length - 1] = secret;
  }
  return kept;
}

/** The characters of the longest private key after its first line. */
const MAX_KEY_BODY = 8_000;

/**
 * The secrets, by position, without lines of private keys that look like assigned values: where each line is in quotes, the
 * one after a line that ends in `Pwd` does.
 */
function outsideKeys(secrets: readonly Secret[], bytes: Buffer): Secret[] {
  let key: Secret | undefined;
  return secrets.filter((secret) => {
    const { detector, end } = secret;
    if (detector.isMultiline) key = secret;
    if (detector.confidence === 'high' || !key || end - key.end > MAX_KEY_BODY) return true;
    return /[^A-Za-z0-9+/\s'",]/.test(bytes.toString('latin1', key.end, end));
  });
}

function isMoreConfident(a: Secret, b: Secret): boolean {
  const difference =
    CONFIDENCE_ORDER[a.detector.confidence] - CONFIDENCE_ORDER[b.detector.confidence];
  return (
    difference < 0 ||
    (difference === 0 && (ORDER.get(a.detector) ?? 0) < (ORDER.get(b.detector) ?? 0))
  );
}

function digestOf(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 16);
}
