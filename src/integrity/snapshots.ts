/** The packages that a database lists in one layer, by a key that is the same in all versions of a package. */
export interface Snapshot<T> {
  readonly layer: number;
  readonly packages: ReadonlyMap<string, T>;
}

/** A package, as the layer that installed its version lists it. */
export interface Introduction<T> {
  readonly layer: number;
  readonly found: T;
  /** The first layer above in which it differs. */
  readonly changedIn?: number;
}

/** What a database of one kind says about its packages. */
export interface SnapshotFacts<T> {
  /** Compares what is recorded of two packages of one version; the second one is of the snapshot `above`. */
  isSame?(a: T, b: T, above: Snapshot<T>): boolean;
  /**
   * Whether files that the package had in layer `from` were still there before layer `until`, or are in the final file
   * system. A package manager that removes a package removes its files, too.
   */
  remains(found: T, from: number, until?: number): boolean;
}

/**
 * The packages in the layers that installed them: the lowest one above which the version stays the same. That lists do not
 * have a package for some layers, or at the end, is no removal while its files remain: otherwise a layer could drop a
 * record, so that the next one can write another.
 */
export function introductions<T extends { readonly name: string; readonly version: string }>(
  snapshots: readonly Snapshot<T>[],
  facts: SnapshotFacts<T>,
): Introduction<T>[] {
  const last = snapshots.at(-1);
  if (!last) return [];
  const all = [...last.packages.keys()].map((key) => introduction(key, snapshots, facts));
  const seen = new Set(last.packages.keys());
  const names = new Set([...last.packages.values()].map(({ name }) => name));
  for (let end = snapshots.length - 1; end > 0; end--) {
    const lower = snapshots.slice(0, end);
    const { layer, packages } = lower.at(-1) ?? last;
    for (const [key, found] of packages) {
      const isDropped = !seen.has(key) && !names.has(found.name);
      seen.add(key);
      if (isDropped && facts.remains(found, layer)) all.push(introduction(key, lower, facts));
    }
  }
  return all.filter((one) => one !== undefined);
}

/** For each of them, all files of a package may have to be looked up. After more, its files count as remaining. */
const MAX_ABSENCES = 4;

/** Of a package that the last snapshot lists. */
function introduction<T extends { readonly version: string }>(
  key: string,
  snapshots: readonly Snapshot<T>[],
  { isSame, remains }: SnapshotFacts<T>,
): Introduction<T> | undefined {
  const listing: { readonly snapshot: Snapshot<T>; readonly found: T }[] = [];
  let isAbsent = false;
  let absences = 0;
  for (const snapshot of snapshots.toReversed()) {
    const found = snapshot.packages.get(key);
    const above = listing[0];
    if (!found) {
      isAbsent = true;
      continue;
    }
    if (above && above.found.version !== found.version) break;
    const wasAbsent = above !== undefined && isAbsent && absences++ < MAX_ABSENCES;
    if (wasAbsent && !remains(found, snapshot.layer, above.snapshot.layer)) break;
    isAbsent = false;
    listing.unshift({ snapshot, found });
  }
  const [first, ...others] = listing;
  if (!first) return undefined;
  const { found, snapshot } = first;
  const changed = isSame && others.find((one) => !isSame(found, one.found, one.snapshot));
  return { layer: snapshot.layer, found, ...(changed && { changedIn: changed.snapshot.layer }) };
}

/** Adds a snapshot; of several in one layer the last wins. */
export function addSnapshot<T>(snapshots: Snapshot<T>[], snapshot: Snapshot<T>): void {
  const same = snapshots.findIndex(({ layer }) => layer === snapshot.layer);
  if (same >= 0) snapshots.splice(same, 1);
  const above = snapshots.findIndex(({ layer }) => layer > snapshot.layer);
  snapshots.splice(above < 0 ? snapshots.length : above, 0, snapshot);
}
