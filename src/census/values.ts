import { isObject } from '../lib/json.js';

/** The value below these keys; undefined if one of them is missing. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (found, key) => (isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined),
    value,
  );
}

/** The items of a list, or the values of a map; none of another value. */
export function members(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

/** The keys of a map. */
export function mapKeys(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}

/** The text below these keys; empty if there is none. */
export function textBelow(value: unknown, ...keys: readonly string[]): string {
  const found = at(value, ...keys);
  return typeof found === 'string' ? found : '';
}

/** Whether there is a value below each of the keys. */
export function hasAll(value: unknown, ...keys: readonly string[]): boolean {
  return keys.every((key) => at(value, key) != null);
}

/** Whether there is a value below one of the keys. */
export function hasAny(value: unknown, ...keys: readonly string[]): boolean {
  return keys.some((key) => at(value, key) != null);
}

/** Whether a map passes the test: the value itself, or one at any depth in it. Each is looked at once. */
export function someMap(value: unknown, test: (map: unknown) => boolean): boolean {
  const open = [value];
  const seen = new Set<unknown>();
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (isObject(next) && test(next)) return true;
    open.push(...members(next));
  }
  return false;
}
