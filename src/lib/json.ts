/** Reading JSON of unknown shape: a value of the wrong type counts as absent. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is an object, else an object without members. */
export function object(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The elements of an array, or none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The elements of an array that are objects. */
export function objects(value: unknown): readonly JsonObject[] {
  return list(value).filter(isObject);
}

/** The elements of an array that are strings. */
export function texts(value: unknown): readonly string[] {
  return list(value).filter((element) => typeof element === 'string');
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function nonEmptyText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The members of an object that are strings. */
export function textMembers(value: unknown): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(object(value)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Whether the value is a whole number from 0 on. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Whether arrays and objects in JSON text are nested deeper than `limit`; brackets in strings do not count. */
export function isNestedDeeper(bytes: Uint8Array, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inString) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > limit) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return false;
}

/** Why JSON cannot be read; the message follows "it": `is not JSON`. */
export class InvalidJson extends Error {
  override readonly name = 'InvalidJson';
}

/**
 * Parses JSON of untrusted origin: UTF-8, with or without a byte order mark. Throws InvalidJson when the text is not
 * JSON, or is nested deeper than `maxDepth`: deeper JSON could overflow the stack of the code that walks it.
 */
export function parseJson(bytes: Uint8Array, maxDepth: number): unknown {
  if (bytes.length > maxDepth && isNestedDeeper(bytes, maxDepth))
    throw new InvalidJson(`is JSON nested deeper than ${maxDepth} levels`);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new InvalidJson('is not JSON', { cause });
  }
}

/** A JSON value in which these texts are replaced. */
export function replaceTexts<T>(value: T, replaced: ReadonlyMap<string, string>): T {
  if (replaced.size === 0) return value;
  if (typeof value === 'string') return (replaced.get(value) ?? value) as T;
  if (Array.isArray(value)) return value.map((one) => replaceTexts(one, replaced)) as T;
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([key, one]) => [key, replaceTexts(one, replaced)]);
  return Object.fromEntries(members) as T;
}
