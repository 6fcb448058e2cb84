/** Whether Compose accepts a key at the top level of a file. A file with other keys belongs to another tool. */
export function isComposeKey(key: string): boolean {
  return key.startsWith('x-') || KEYS.has(key);
}

/** Source: Compose Specification, "Compose file". */
const KEYS: ReadonlySet<string> = new Set(
  'configs include models name networks secrets services version volumes'.split(' '),
);
