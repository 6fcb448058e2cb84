import { CatalogError } from '../catalog-error.js';

/** A value that PHP serialized. The keys of an array are strings here, also those that are numbers in PHP. */
export type PhpValue = null | boolean | number | string | PhpArray;
export type PhpArray = ReadonlyMap<string, PhpValue>;

/** Levels of arrays. PEAR writes fewer than ten. */
const MAX_DEPTH = 64;
/** Values in one file. A package with ten thousand files has about fifty thousand. */
const MAX_VALUES = 1_000_000;

/**
 * The value in the output of PHP's `serialize`. Objects and references are not read, because nothing that we look for has
 * them. Throws CatalogError when the bytes are anything else. Source: php.net/serialize, php-src ext/standard/var.c.
 */
export function phpValue(bytes: Uint8Array): PhpValue {
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reader: Reader = { input, at: 0, values: 0 };
  const value = valueAt(reader, 0);
  if (input.toString('latin1', reader.at).trim() !== '')
    throw damaged(reader, 'text after the value');
  return value;
}

interface Reader {
  readonly input: Buffer;
  at: number;
  values: number;
}

function valueAt(reader: Reader, depth: number): PhpValue {
  if (++reader.values > MAX_VALUES || depth > MAX_DEPTH)
    throw new CatalogError('has more serialized values than the limit', 'limit');
  const type = reader.input.toString('latin1', reader.at, reader.at + 2);
  reader.at += 2;
  switch (type) {
    case 'N;':
      return null;
    case 'b:':
      return until(reader, ';') === '1';
    case 'i:':
    case 'd:':
      return numberOf(reader, until(reader, ';'));
    case 's:':
      return stringAt(reader);
    case 'a:':
      return arrayAt(reader, depth);
    default:
      reader.at -= 2;
      throw damaged(reader, 'an unknown value');
  }
}

/** `INF`, `-INF` and `NAN` are numbers of PHP, too. */
function numberOf(reader: Reader, text: string): number {
  if (!/^-?(?:\d+(?:\.\d+)?(?:E[+-]?\d+)?|INF|NAN)$/i.test(text))
    throw damaged(reader, 'an invalid number');
  return Number(text.replace('INF', 'Infinity').replace('NAN', 'NaN'));
}

/** `s:LENGTH:"BYTES";`, after its type. */
function stringAt(reader: Reader): string {
  const length = count(reader);
  const start = reader.at + 1;
  const end = start + length;
  const { input } = reader;
  if (input[reader.at] !== QUOTE || input[end] !== QUOTE || input[end + 1] !== SEMICOLON)
    throw damaged(reader, 'a string of another length');
  reader.at = end + 2;
  return input.toString('utf8', start, end);
}

const QUOTE = 0x22;
const SEMICOLON = 0x3b;

/** `a:COUNT:{KEY VALUE …}`, after its type. */
function arrayAt(reader: Reader, depth: number): PhpArray {
  const items = count(reader);
  const array = new Map<string, PhpValue>();
  expect(reader, '{');
  for (let i = 0; i < items; i++) {
    const key = valueAt(reader, MAX_DEPTH);
    if (typeof key !== 'string' && typeof key !== 'number') throw damaged(reader, 'an invalid key');
    array.set(String(key), valueAt(reader, depth + 1));
  }
  expect(reader, '}');
  return array;
}

/** The number before a colon. It is not trusted: nothing is allocated by it. */
function count(reader: Reader): number {
  const text = until(reader, ':');
  if (!/^\d{1,9}$/.test(text)) throw damaged(reader, 'an invalid length');
  return Number(text);
}

/** The text before the character, which has to be near. */
function until(reader: Reader, character: string): string {
  const text = reader.input.toString('latin1', reader.at, reader.at + MAX_NUMBER);
  const length = text.indexOf(character);
  if (length < 0) throw damaged(reader, 'a number without an end');
  reader.at += length + 1;
  return text.slice(0, length);
}

const MAX_NUMBER = 40;

function expect(reader: Reader, character: string): void {
  if (reader.input[reader.at] !== character.charCodeAt(0)) throw damaged(reader, `no ${character}`);
  reader.at++;
}

function damaged({ at }: Reader, what: string): CatalogError {
  return new CatalogError(`is not serialized PHP: it has ${what} at byte ${at}`);
}
