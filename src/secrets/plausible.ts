import type { Confidence } from '../core/finding.js';
import { entropy } from '../lib/entropy.js';
import { DESCRIPTIVE_ENDING, snakeCase } from './secret-names.js';

/** Whether a value in a known format is an example: it says so, repeats a character, or is masked with x. */
export function isExample(value: string): boolean {
  if (hasChecksum(value)) return false;
  return (
    /EXAMPLE|example[-_]?|([a-z0])\1{6}|abcdefghij|\.\.\.|\*\*\*|your[-_]|redacted/i.test(value) ||
    /x{5,}$/i.test(value)
  );
}

/**
 * Whether the last characters are the checksum of a token that its provider made, so that no word in it is one.
 * Source: GitHub, "Behind GitHub's new authentication token formats"; npm's tokens are made alike.
 */
function hasChecksum(value: string): boolean {
  const [, body = '', sum] =
    /^(?:gh[oprsu]|npm)_([A-Za-z\d]{30})([A-Za-z\d]{6})$/.exec(value) ?? [];
  if (sum === undefined) return false;
  let digits = '';
  for (let rest = crc32(body); digits.length < 6; rest = Math.floor(rest / 62))
    digits = (BASE62[rest % 62] ?? '') + digits;
  return digits === sum;
}

function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Whether a value is a placeholder: a reference to a variable, a blank to fill in, or a word that says so. */
export function isPlaceholder(value: string): boolean {
  if (/[<>{}`]|\$[({A-Za-z_\d]|%[A-Za-z_]+%|^%s$|^\[.*\]$|^[*.x_#?-]+$/i.test(value)) return true;
  const isWord = isExample(value) || SAYS_SO.test(value);
  return isWord && !(SAYS_SO_INSIDE.test(value) && hasRandomRest(value));
}

const SAYS_SO =
  /placeholder|change[-_ ]?(?:me|it|this)|replace|insert|dummy|sample|fake|redacted|secret[-_]?here|goes[-_]?here|todo|my[-_]?(?:secret|password|token|key)|123456|0123|qwerty|foo|bar(?![a-z0-9])|test|(?:your|the|some)[-_ ]/i;

/** Words that are also a part of real passwords. */
const SAYS_SO_INSIDE = /example|dummy|sample|fake|todo|foo|bar|test/i;

/** Whether it is a password with such a word in it: the rest is random, as nobody types it for an example. */
function hasRandomRest(value: string): boolean {
  const others = value.replaceAll(new RegExp(SAYS_SO_INSIDE, 'gi'), '');
  if (/EXAMPLE/.test(value) || isExample(others) || SAYS_SO.test(others)) return false;
  return value
    .split(SAYS_SO_INSIDE)
    .flatMap((part) => part.split(/[-_.:/@+=~!#&?,;\s]/))
    .some(isRandom);
}

/** Whether letters in both cases and digits follow each other without an order. */
function isRandom(part: string): boolean {
  if (part.length < 6 || part.length > 100 || !/\d/.test(part)) return false;
  if (!/[a-z]/.test(part) || !/[A-Z]/.test(part)) return false;
  const kinds = part
    .replace(/[a-z]+/g, 'a')
    .replace(/[A-Z]+/g, 'A')
    .replace(/\d+/g, '1');
  return kinds.length >= 4 && !/abc|1a2b|a1b2|xyz/i.test(part);
}

/** The beginning of the example token of jwt.io, which many documents contain: "1234567890", "John Doe". */
export const JWT_EXAMPLE =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9l';

/** Whether a value is random enough to be generated: long, with letters and digits, and not a word, path, host or URL. */
export function looksGenerated(value: string): boolean {
  if (value.length < 16 || value.length > 400) return false;
  if (!/^[A-Za-z0-9+/=_.~:-]+$/.test(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value))
    return false;
  if (isPlaceholder(value) || value.startsWith(JWT_EXAMPLE)) return false;
  if (
    /^(?:\.{0,2}\/|~\/|[a-z]{2,10}:\/\/)|\.(?:com|org|net|io|local|pem|key|crt|json|ya?ml|txt|js|ts|py|go|sh)$/i.test(
      value,
    )
  )
    return false;
  if (/^\d[\d.:T+-]*Z?$/.test(value) || isWords(value) || isConstant(value)) return false;
  return entropy(value) >= 3.5;
}

/** Whether it is the name of a constant: `NO_EC2_SUBSCRIPTION`. */
function isConstant(value: string): boolean {
  return /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/.test(value) && /(?:^|_)[A-Z]{4,}(?:_|$)/.test(value);
}

/** Whether it consists of words joined by dashes, dots or capitals, with or without a number: that is a name. */
export function isWords(value: string): boolean {
  const parts = value.split(/[-_.:/=+~]|(?<=[a-z])(?=[A-Z])/).filter((part) => part !== '');
  const words = parts.filter((part) =>
    /^(?:[A-Z]?[a-z]{3,}|[A-Z]{3,}|v?\d+|[a-z]{1,6}\d{1,2}|[a-z]{1,2})$/.test(part),
  );
  return (
    words.length === parts.length || (words.length >= 3 && words.length * 3 >= parts.length * 2)
  );
}

/** Whether it can be a password, chosen or generated: not a word, a reference, or code. */
export function looksLikePassword(value: string): boolean {
  if (value.length < 8 || value.length > 128 || isPlaceholder(value)) return false;
  if (/\s|[()[\]]|^(?:\.{0,2}\/|~\/|[a-z]{2,10}:)|::|=>|&&|pass(?:word|wd)|^-/i.test(value))
    return false;
  if (isConstant(value) || NOT_A_PASSWORD.test(value)) return false;
  // A word in another language than English is a label.
  if (/[^\0-\x7f]/.test(value) && !/\d/.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  if (kinds < 2 || !/\d|[^A-Za-z0-9_.:/-]/.test(value)) return false;
  if (/^[A-Za-z_$][\w$]*(?:[.:-][A-Za-z_$][\w$]*)+$/.test(value) || isWords(value)) return false;
  return entropy(value) >= 2.75;
}

/** A variable or its negation, a date, an email address, a GraphQL type, a form validation (`required|string`). */
const NOT_A_PASSWORD =
  /^[@!:][a-z_]+$|^\d{4}-\d\d-\d\d(?:[T ]|$)|^[\w.+-]+@[\w.-]+\.[a-z]{2,3}$|^(?:String|Boolean|Int|Float|ID)!$|^[a-z]+(?:\|[\w:,]+)+$/;

/** Whether the name is that of a credential, and not of an ID, a location, a checksum or a sample. */
export function namesCredential(
  { id, confidence }: { readonly id: string; readonly confidence: Confidence },
  name: string,
  value: string,
): boolean {
  if (confidence === 'high') return true;
  // A copy from elsewhere: `token = request.token`.
  if (value.endsWith(`.${name}`)) return false;
  if (id.endsWith('-id')) return !/(?:channel|guild|invite|server)(?:_?id)?$/i.test(name);
  if (describesSecret(name)) return false;
  if (confidence === 'medium') return !DIGEST_OR_ID.test(value) || CREDENTIAL.test(name);
  return !SAMPLE.test(name);
}

/** MD5, SHA-1, SHA-256 or a UUID: files with checksums and versions assign them to a provider’s bare name. */
const DIGEST_OR_ID =
  /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;
const CREDENTIAL =
  /key|token|secret|pass|pwd|auth|cred|api|pat(?![a-z])|jwt|login|sign|webhook|bearer/i;
const SAMPLE =
  /fake|mock|dummy|bogus|invalid|wrong|malformed|incorrect|mismatch|non_?matching|not_?matching|expired|revoked/i;

/** Whether a name describes a secret instead of holding it: its location, its name, whether one is required. */
export function describesSecret(name: string): boolean {
  const snake = snakeCase(name);
  return NOT_A_CREDENTIAL.test(snake) || DESCRIPTIVE_ENDING.test(snake);
}

/** Names of public, temporary or derived values. */
const NOT_A_CREDENTIAL =
  /(?:^|[_.-])(?:csrf|xsrf|public|pub|syntax|next|page|continuation|pagination|checksum|parse[a-z]*|lex[a-z]*|hash|md5|sha\d{1,3}|hashed|encrypted|masked|redacted|integrity|digest|revision|idempotency|client_request)(?:[_.-]|$)/;
