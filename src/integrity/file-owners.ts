import type { RecordedPackage } from './record-system.js';

/** The files of several packages at one path. */
interface Owned {
  readonly owner: RecordedPackage;
  readonly path: string;
}

/**
 * The owners whose records count. Of a file that a lower layer recorded for another package, only a package that may
 * replace it becomes an owner: otherwise a record that a later layer adds could claim any changed file.
 */
export function rightfulOwners<T extends Owned>(owned: readonly T[]): T[] {
  if (owned.length < 2) return [...owned];
  const sorted = owned.toSorted((a, b) => recordedIn(a) - recordedIn(b));
  const rightful: T[] = [];
  for (const one of sorted.slice(0, MAX_OWNERS)) {
    const isRightful = rightful.every(
      (other) =>
        recordedIn(other) === recordedIn(one) || one.owner.mayReplace(other.owner, one.path),
    );
    if (isRightful) rightful.push(one);
  }
  return rightful;
}

/** Of one path. Packages that share a file are few: those of one source, or of one folder of Python. */
const MAX_OWNERS = 500;

function recordedIn({ owner: { layer, recordedIn: own } }: Owned): number {
  return own ?? layer;
}
