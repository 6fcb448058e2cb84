import type { InstalledPackage } from './record-system.js';

/** The files of several packages at one path. */
interface Owned {
  readonly owner: InstalledPackage;
  readonly path: string;
}

/**
 * The owners whose records count. Of a file that a lower layer recorded for another package, only a package that may
 * replace it becomes an owner: otherwise a record that a later layer adds could claim any changed file.
 */
export function rightfulOwners<T extends Owned>(owned: readonly T[]): T[] {
  if (owned.length < 2) return [...owned];
  const rightful: T[] = [];
  for (const one of owned.toSorted((a, b) => recordedIn(a) - recordedIn(b))) {
    const lower = rightful.filter((other) => recordedIn(other) < recordedIn(one));
    if (lower.every(({ owner }) => one.owner.mayReplace(owner, one.path))) rightful.push(one);
  }
  return rightful;
}

function recordedIn({ owner: { layer, recordedIn: own } }: Owned): number {
  return own ?? layer;
}
