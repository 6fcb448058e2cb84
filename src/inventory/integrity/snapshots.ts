/** The packages that a database lists in one layer, by a key that is the same in all versions of a package. */
export interface Snapshot<T> {
  readonly layer: number;
  readonly packages: ReadonlyMap<string, T>;
}

/** A package of the last snapshot, as the layer that installed its version lists it. */
export interface Introduction<T> {
  readonly key: string;
  readonly layer: number;
  readonly found: T;
  /** The first layer above in which it differs. */
  readonly changedIn?: number;
}

/**
 * The packages of the last snapshot in the layers that installed them: the lowest one above which the version stays the
 * same. `isSame` compares what is recorded of two packages of one version.
 */
export function introductions<T extends { readonly version: string }>(
  snapshots: readonly Snapshot<T>[],
  isSame: (a: T, b: T) => boolean = () => true,
  isWanted: (key: string) => boolean = () => true,
): Introduction<T>[] {
  const last = snapshots.at(-1);
  if (!last) return [];
  const wanted = [...last.packages].filter(([key]) => isWanted(key));
  return wanted.map(([key, { version }]) => {
    let first = snapshots.length - 1;
    while (snapshots[first - 1]?.packages.get(key)?.version === version) first--;
    const { layer = 0, packages } = snapshots[first] ?? last;
    const found = packages.get(key) as T;
    const changed = snapshots.slice(first + 1).find((above) => {
      const other = above.packages.get(key);
      return other !== undefined && !isSame(found, other);
    });
    return { key, layer, found, ...(changed && { changedIn: changed.layer }) };
  });
}

/** Adds a snapshot; of several in one layer the last wins. */
export function addSnapshot<T>(snapshots: Snapshot<T>[], snapshot: Snapshot<T>): void {
  const same = snapshots.findIndex(({ layer }) => layer === snapshot.layer);
  if (same >= 0) snapshots.splice(same, 1);
  const above = snapshots.findIndex(({ layer }) => layer > snapshot.layer);
  snapshots.splice(above < 0 ? snapshots.length : above, 0, snapshot);
}
