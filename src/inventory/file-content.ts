import { InvalidJson, isObject, type JsonObject, parseJson } from '../lib/json.js';
import { CatalogError } from './catalog-error.js';
import type { CatalogedFile } from './cataloger.js';

const MEBIBYTE = 1024 * 1024;
/** No package manager writes JSON that is nested deeper. */
const MAX_JSON_DEPTH = 1000;

/**
 * For `wants` of a cataloger that reads a file in full or not at all: everything of a file up to this size, and one byte
 * of a larger file, so that `requireFullContent` reports it.
 */
export function maxMebibytes(mebibytes: number, size: number): number {
  return size <= mebibytes * MEBIBYTE ? Infinity : 1;
}

/** The full content. Throws CatalogError (limit) when the file is larger than its cataloger reads. */
export function requireFullContent(file: CatalogedFile): Uint8Array {
  if (file.bytes.length < file.size) {
    throw new CatalogError(
      `is larger (${file.size} bytes) than the limit for files of its kind`,
      'limit',
    );
  }
  return file.bytes;
}

/** The content as UTF-8; invalid bytes are replaced. */
export function decodeUtf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** The content as JSON. Throws CatalogError when it is not JSON. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes, MAX_JSON_DEPTH);
  } catch (error) {
    if (!(error instanceof InvalidJson)) throw error;
    throw new CatalogError(error.message, 'malformed', [], error);
  }
}

/** The content as a JSON object. Throws CatalogError when it is anything else. */
export function jsonObjectOf(bytes: Uint8Array): JsonObject {
  const value = jsonOf(bytes);
  if (!isObject(value)) throw new CatalogError('is not a JSON object');
  return value;
}

/**
 * The string without control characters and surrounding space. Undefined when nothing is left, when it is longer than
 * the limit, and for other values.
 */
export function cleanString(value: unknown, maxLength = 1024): string | undefined {
  if (typeof value !== 'string') return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: names in images must not contain terminal escapes.
  const text = value.replace(/[\u0000-\u001f\u007f]/g, '').trim();
  return text && text.length <= maxLength ? text : undefined;
}
