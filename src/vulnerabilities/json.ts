/** Reading JSON of unknown shape: wrong types are as if absent. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Its elements, or none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Its elements that are objects. */
export function objects(value: unknown): readonly JsonObject[] {
  return list(value).filter(isObject);
}

/** Its elements that are texts. */
export function texts(value: unknown): readonly string[] {
  return list(value).filter((element) => typeof element === 'string');
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Whether it is a whole number from 0 on. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** One line of plain text, cut to `longest`: for what goes into messages. */
export function plainText(value: string, longest: number): string {
  const line = value
    .slice(0, 4 * longest)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g, ' ')
    .trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`;
}

/** An id for reports of many formats: what no real id has is replaced. */
export function cleanId(id: string): string {
  return id
    .trim()
    .slice(0, 128)
    .replace(/[^A-Za-z0-9._:+-]/g, '_');
}

const MOST_LINKS = 20;

/** Those that are web addresses, of a bounded number and length. */
export function webAddresses(urls: readonly string[]): readonly string[] {
  return urls.filter((url) => /^https?:\/\/[^\s<>"'`\\]{1,2000}$/.test(url)).slice(0, MOST_LINKS);
}
