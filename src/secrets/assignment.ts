/** A value that is assigned to a name: offsets in the text, end exclusive. */
export interface Assignment {
  /** The complete name, with the keyword as one of its words. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/** The most characters between the keyword and the end of the value. */
export const ASSIGNMENT_REACH = 600;

/**
 * The value that is assigned to the name with the keyword at `from` to `to`, in the syntax of programs, configuration,
 * markup and command lines: `NAME=v`, `name: "v"`, `"name" => 'v'`, `let name: string = "v"`, `set("NAME", "v")`,
 * `<name>v</name>`, `--name v`. The keyword must be a word of the name. `text` is the part of a file around it.
 */
export function assignment(text: string, from: number, to: number): Assignment | undefined {
  if (!beginsWord(text, from) || !endsWord(text, to)) return undefined;
  ASSIGN.lastIndex = to;
  const match = ASSIGN.exec(text);
  if (!match) return undefined;
  const { rest = '', closing = '', operator = '', quote, bare = '' } = match.groups ?? {};
  const inner = quotation(match.groups?.inner, quote);
  // In a list of arguments, both the name and its value are quoted.
  if (operator === ',' && (closing === '' || inner === undefined)) return undefined;
  if (operator === '' && !isFlag(text, from)) return undefined;
  const value = match.groups?.inner ?? bare;
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

/** The text in quotes. A comment may quote as `text'. */
function quotation(inner: string | undefined, quote: string | undefined): string | undefined {
  const end = quote === '`' ? (inner?.indexOf("'") ?? -1) : -1;
  return end < 0 ? inner : inner?.slice(0, end);
}

const ASSIGN = new RegExp(
  [
    '(?<rest>[\\w.-]{0,60}?)(?<closing>\\\\{0,2}["\'`\\]]{0,2})[ \\t]{0,40}',
    // `name: string = ` and `name string = ` of typed languages.
    '(?:(?::? {0,2}(?:[sS]tring|&str|str) {1,4}(?==))?(?<operator>:{0,3}=>?(?!=)|(?:[|?]{2}|[?.+])=|,|>|:(?![:=]))|(?= ))',
    '[ \\t]{0,40}(?:\\r?\\n[ \\t]{1,40})?',
    '(?:\\\\{0,2}(?<quote>["\'`])(?<inner>(?:(?!\\k<quote>)[^\\r\\n\\\\]){1,400})|(?<bare>[^\\s"\'`<>\\\\,;]{1,400}))',
  ].join(''),
  'y',
);

const NAME_BEFORE = /[\w-]{0,40}$/;

/** Whether a word begins here: `fooBar` has the words foo and bar, but `rookTable` does not contain the word okta. */
function beginsWord(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  if (!/[A-Za-z]/.test(before)) return true;
  if (/[nrt]/.test(before) && text.charAt(at - 2) === '\\') return true;
  const first = text.charAt(at);
  return /[a-z]/.test(before) && /[A-Z]/.test(first);
}

const CREDENTIAL_WORD =
  /(?:s(?![a-z])|api|app|access|auth|oauth|client|cloud|consumer|credential|dev|id(?![a-z])|integration|key|login|logic|password|personal|prod|pub|secret|sign|test|token|user|webhook)/iy;

/** Whether a word ends here, or a word follows that is usual in the names of credentials. */
function endsWord(text: string, at: number): boolean {
  if (!/[a-z]/.test(text.charAt(at))) return true;
  CREDENTIAL_WORD.lastIndex = at;
  return CREDENTIAL_WORD.test(text);
}

/** Whether the name begins with dashes: `--token v`. */
function isFlag(text: string, at: number): boolean {
  return /(?:^|\s)--?[\w-]{0,40}$/.test(text.slice(Math.max(0, at - 44), at));
}

/**
 * A fast check of the bytes, before their text is decoded: the offset where the value that is assigned to the name with
 * the keyword at `from` to `to` has ended. -1 for most places, where no value is assigned or it is shorter than a secret.
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
  const isType = byte === 0x73 || byte === 0x53 || byte === 0x26;
  return isType || bytes[from - 1] === 0x2d ? to + ASSIGNMENT_REACH : -1; // string, &str, --name
}

const EQUALS = 0x3d;
const COLON = 0x3a;
/** A shorter value is not a secret. */
const MIN_SECRET_LENGTH = 8;

/** The end of the value after the rest of an operator, blanks and a quote; -1 when the value is too short. */
function valueEnd(bytes: Uint8Array, from: number): number {
  // The end may be too far, but never too near: text that is not decoded cannot match.
  let at = from;
  while (at - from < 120 && isBefore(bytes[at] ?? 0)) at++;
  const before = bytes[at - 1] ?? 0;
  const quote = isQuote(before) ? before : 0;
  const start = at;
  while (at - start < 402 && isInside(bytes[at] ?? 0, quote)) at++;
  if (at - start >= MIN_SECRET_LENGTH) return at + 2;
  return isBlank(bytes[at] ?? 0) ? typedEnd(bytes, from) : -1;
}

/** The end of `: string = "v"`, where a type comes before the value. */
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

/** Whether a value continues: up to its quote, a backslash or the end of the line; without quotes up to a separator. */
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
