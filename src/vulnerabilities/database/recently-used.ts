/** Values that are kept by their key until others need the room. */
export interface RecentlyUsed<V> {
  get(key: string): V | undefined;
  set(key: string, value: V, size: number): void;
}

/** Keeps values of at most `limit` in total size; the one that was not used for the longest time goes first. */
export function createRecentlyUsed<V>(limit: number): RecentlyUsed<V> {
  const kept = new Map<string, { readonly value: V; readonly size: number }>();
  let total = 0;
  return {
    get(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      // The last of a map is the one that was set last.
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set(key, value, size) {
      total += size - (kept.get(key)?.size ?? 0);
      kept.delete(key);
      kept.set(key, { value, size });
      for (const [oldest, { size: freed }] of kept) {
        if (total <= limit) return;
        kept.delete(oldest);
        total -= freed;
      }
    },
  };
}
