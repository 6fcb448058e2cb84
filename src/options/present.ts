/** The entries that have a value. */
export function present<T extends Record<string, string | undefined>>(
  entries: T,
): { [K in keyof T]?: string } {
  const kept = Object.entries(entries).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: string };
}
