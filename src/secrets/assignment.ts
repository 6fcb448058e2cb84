/** A value that is given to a name: offsets in the text, end exclusive. */
export interface Assignment {
  /** The whole name, which the keyword is a word of. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/** How far behind the keyword a value may end. */
export const ASSIGNMENT_REACH = 600;

/**
 * What is assigned to the name that the keyword at `from` to `to` stands in, as programs, configuration, markup and
 * command lines write it: `NAME=v`, `name: "v"`, `"name" => 'v'`, `let name: string = "v"`, `set("NAME", "v")`,
 * `<name>v</name>`, `--name v`. The keyword must be a word of the name. `text` is a window.
 */
export function assignment(text: string, from: number, to: number): Assignment | undefined {
  if (!beginsWord(text, from) || !endsWord(text, to)) return undefined;
  ASSIGN.lastIndex = to;
  const match = ASSIGN.exec(text);
  if (!match) return undefined;
  const { rest = '', closing = '', operator = '', inner, bare = '' } = match.groups ?? {};
  // In a list of arguments only what is quoted is a name and its value.
  if (operator === ',' && (closing === '' || inner === undefined)) return undefined;
  if (operator === '' && !isFlag(text, from)) return undefined;
  const value = inner ?? bare;
  const clean = inner ?? bare.replace(/(?<!\.)[.,:)\]}]+$/, '');
  if (clean === '') return undefined;
  const start = match.index + match[0].length - value.length;
  return {
    name:
      (NAME_BEFORE.exec(text.slice(Math.max(0, from - 40), from))?.[0] ?? '') +
      text.slice(from, to) +
      rest,
    start,
    end: start + clean.length,
    quoted: inner !== undefined,
  };
}

const ASSIGN = new RegExp(
  [
    '(?<rest>[\\w.-]{0,60}?)(?<closing>\\\\{0,2}["\'`\\]]{0,2})[ \\t]{0,40}',
    // `name: string = ` and `name string = `, as typed languages write it.
    '(?:(?::? {0,2}(?:[sS]tring|&str|str) {1,4}(?==))?(?<operator>:{0,3}=>?(?!=)|(?:[|?]{2}|[?.+])=|,|>|:(?![:=]))|(?= ))',
    '[ \\t]{0,40}(?:\\r?\\n[ \\t]{1,40})?',
    '(?:\\\\{0,2}(?<quote>["\'`])(?<inner>(?:(?!\\k<quote>)[^\\r\\n\\\\]){1,400})|(?<bare>[^\\s"\'`<>\\\\,;]{1,400}))',
  ].join(''),
  'y',
);

const NAME_BEFORE = /[\w-]{0,40}$/;

/** At the start of a word: `fooBar` has the words foo and bar, `rookTable` has no okta. */
function beginsWord(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  if (!/[A-Za-z]/.test(before)) return true;
  if (/[nrt]/.test(before) && text.charAt(at - 2) === '\\') return true;
  const first = text.charAt(at);
  return /[a-z]/.test(before) && /[A-Z]/.test(first);
}

const MORE =
  /(?:s(?![a-z])|api|app|access|auth|oauth|client|cloud|consumer|credential|dev|id(?![a-z])|integration|key|login|logic|password|personal|prod|pub|secret|sign|test|token|user|webhook)/iy;

/** At the end of a word, or before a word that credentials have in their names. */
function endsWord(text: string, at: number): boolean {
  if (!/[a-z]/.test(text.charAt(at))) return true;
  MORE.lastIndex = at;
  return MORE.test(text);
}

/** `--token v`: the name begins with two dashes. */
function isFlag(text: string, at: number): boolean {
  return /(?:^|\s)--?[\w-]{0,40}$/.test(text.slice(Math.max(0, at - 44), at));
}

/**
 * A look at the bytes before a window is cut: where it must end to hold what is assigned to the name with the keyword at
 * `from` to `to`; -1 for most places, where nothing is assigned or the value is shorter than any secret.
 */
export function assignmentEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at - to < 60 && isName(bytes[at] ?? 0)) at++;
  const name = at;
  while (at - name < 4 && isClosing(bytes[at] ?? 0)) at++;
  const closing = at;
  while (at - closing < 40 && isBlank(bytes[at] ?? 0)) at++;
  const byte = bytes[at] ?? 0;
  if (byte === EQUALS || byte === COLON || byte === 0x2c || byte === 0x3e)
    return valueEnd(bytes, at + 1); // = : , >
  if (byte === 0x3f || byte === 0x7c || byte === 0x2b)
    return bytes[at + 1] === EQUALS || bytes[at + 2] === EQUALS ? valueEnd(bytes, at + 2) : -1; // ?= ||= +=
  if (byte === EQUALS && bytes[at - 1] === 0x2e) return valueEnd(bytes, at + 1); // .=
  if (byte === 0x2e) return bytes[at + 1] === EQUALS ? valueEnd(bytes, at + 2) : -1;
  if (at === closing) return -1;
  const typed = byte === 0x73 || byte === 0x53 || byte === 0x26;
  return typed || bytes[from - 1] === 0x2d ? to + ASSIGNMENT_REACH : -1; // string, &str, --name
}

const EQUALS = 0x3d;
const COLON = 0x3a;
/** A value that is shorter is no secret. */
const SHORTEST = 8;

/** The end of the value that begins behind the rest of an operator, blanks and a quote; -1 for a short one. */
function valueEnd(bytes: Uint8Array, from: number): number {
  // What `name: string = "v"` has between is short; where it ends matters less than that nothing is cut off.
  let at = from;
  while (at - from < 120 && isBefore(bytes[at] ?? 0)) at++;
  const before = bytes[at - 1] ?? 0;
  const quote = isQuote(before) ? before : 0;
  const start = at;
  while (at - start < 402 && isInside(bytes[at] ?? 0, quote)) at++;
  if (at - start >= SHORTEST) return at + 2;
  return isBlank(bytes[at] ?? 0) ? typedEnd(bytes, from) : -1;
}

/** `: string = "v"`: a type stands where the value would. */
function typedEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at - from < 24 && bytes[at] !== EQUALS && bytes[at] !== 0x0a) at++;
  return bytes[at] === EQUALS ? from + ASSIGNMENT_REACH : -1;
}

function isBefore(byte: number): boolean {
  return (
    isBlank(byte) ||
    byte === 0x0a ||
    byte === 0x0d ||
    byte === EQUALS ||
    byte === COLON ||
    byte === 0x3e ||
    byte === 0x5c ||
    isQuote(byte)
  );
}

/** Quoted: up to that quote, a backslash or the end of the line. Otherwise up to what ends a word as well. */
function isInside(byte: number, quote: number): boolean {
  if (byte < 0x20 || byte === 0x5c) return false;
  if (quote !== 0) return byte !== quote;
  return (
    byte > 0x20 &&
    !isQuote(byte) &&
    byte !== 0x3c &&
    byte !== 0x3e &&
    byte !== 0x2c &&
    byte !== 0x3b
  );
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

function isQuote(byte: number): boolean {
  return byte === 0x22 || byte === 0x27 || byte === 0x60;
}

function isName(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x5f ||
    byte === 0x2d ||
    byte === 0x2e
  );
}

function isClosing(byte: number): boolean {
  return isQuote(byte) || byte === 0x5c || byte === 0x5d;
}
