import { CatalogError } from './catalog-error.js';

/** A file's text as UTF-8, wrong bytes replaced. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** A JSON object's members; throws CatalogError when the file is anything else. */
export function jsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const value = json(bytes);
  if (!isObject(value)) throw new CatalogError('is not a JSON object');
  return value;
}

/** A JSON value; throws CatalogError when the file is none. */
export function json(bytes: Uint8Array): unknown {
  if (bytes.length > DEEPEST && nestsDeeper(bytes)) {
    throw new CatalogError(`is JSON nested deeper than ${DEEPEST} levels`);
  }
  try {
    return JSON.parse(textOf(bytes).replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new CatalogError('is not JSON', 'malformed', [], error);
  }
}

/** No package manager writes JSON this deep; what does is made to overflow a stack. */
const DEEPEST = 1000;

function nestsDeeper(bytes: Uint8Array): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inString) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) {
      inString = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > DEEPEST) return true;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
    }
  }
  return false;
}

/** A plain object, not an array and not null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The trimmed text of a value that is one, without control characters; undefined when nothing is left. */
export function cleanString(value: unknown, limit = 1024): string | undefined {
  if (typeof value !== 'string') return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: names from outside must not carry terminal escapes.
  const text = value.replace(/[\u0000-\u001f\u007f]/g, '').trim();
  return text && text.length <= limit ? text : undefined;
}
