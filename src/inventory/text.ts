import { CatalogueError } from './catalogue-error.js';

/** A file's text as UTF-8, wrong bytes replaced. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** A JSON object's members; throws CatalogueError when the file is anything else. */
export function jsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const value = json(bytes);
  if (!isObject(value)) throw new CatalogueError('is not a JSON object');
  return value;
}

/** A JSON value; throws CatalogueError when the file is none. */
export function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes).replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new CatalogueError('is not JSON', 'malformed', [], error);
  }
}

/** A plain object, not an array and not null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The trimmed text of a value that is one, without control characters; undefined when nothing is left. */
export function word(value: unknown, limit = 1024): string | undefined {
  if (typeof value !== 'string') return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: names from outside must not carry terminal escapes.
  const text = value.replace(/[\u0000-\u001f\u007f]/g, '').trim();
  return text && text.length <= limit ? text : undefined;
}
