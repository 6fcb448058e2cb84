/** Ways to change values that a signature protects. Each gives another value, or undefined where it does not apply. */

/** One way, with the end of the attack's name: "the signature is empty". */
export interface Change<T> {
  readonly how: string;
  readonly apply: (value: T, other: T) => T | undefined;
}

/** Changes of a text in an annotation. `other` is the same annotation of another valid signature. */
export const TEXT_CHANGES: readonly Change<string>[] = [
  { how: 'is missing', apply: () => undefined },
  { how: 'is empty', apply: () => '' },
  { how: 'is that of another image', apply: (_, other) => other },
  { how: 'is cut to its first half', apply: (text) => text.slice(0, text.length >> 1) },
  { how: 'has its first character changed', apply: (text) => replaceAt(text, 0) },
  { how: 'has its middle character changed', apply: (text) => replaceAt(text, text.length >> 1) },
  { how: 'is repeated', apply: (text) => text + text },
  { how: 'is reversed', apply: (text) => [...text].reverse().join('') },
  { how: 'is JSON null', apply: () => 'null' },
  { how: 'is base64 of itself', apply: (text) => Buffer.from(text).toString('base64') },
  { how: 'ends with a NUL', apply: (text) => `${text}\0` },
  { how: 'begins with a byte order mark', apply: (text) => `\ufeff${text}` },
];

export const EXCHANGED = 'is that of another image';

/** Changes of one value in JSON. `other` is the value at the same place of another valid document. */
export const LEAF_CHANGES: readonly Change<unknown>[] = [
  { how: 'is missing', apply: () => undefined },
  { how: 'is null', apply: () => null },
  { how: 'is empty', apply: (value) => (typeof value === 'string' ? '' : {}) },
  { how: EXCHANGED, apply: (_, other) => other },
  { how: 'is changed', apply: changed },
  { how: 'is in a list', apply: (value) => [value] },
];

function changed(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  const text = String(value);
  if (/^\d+$/.test(text)) return String(Number(text) + 1);
  return replaceAt(text, text.length >> 1);
}

/** Another character of the same alphabet, so that the text can still be decoded. */
function replaceAt(text: string, at: number): string {
  const old = text[at] ?? '';
  const next = /[0-9]/.test(old) ? String((Number(old) + 1) % 10) : old === 'a' ? 'b' : 'a';
  return text.slice(0, at) + next + text.slice(at + 1);
}

type Path = readonly (string | number)[];

/** The paths of all values in JSON that are not objects or lists. */
export function leavesOf(json: unknown, path: Path = []): readonly Path[] {
  if (typeof json !== 'object' || json === null) return [path];
  return Object.entries(json).flatMap(([key, value]) =>
    leavesOf(value, [...path, Array.isArray(json) ? Number(key) : key]),
  );
}

export function valueAt(json: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string, unknown>)?.[step], json);
}

/** A copy with another value at the path; without the member if the value is undefined. */
export function withValue<T>(json: T, path: Path, value: unknown): T {
  const copy = structuredClone(json);
  const parent = valueAt(copy, path.slice(0, -1)) as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}
