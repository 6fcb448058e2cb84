import { repositoryOf } from '../core/reference.js';
import { groupBy } from '../lib/group-by.js';
import type { DeployedImage } from '../manifests/select.js';

/** The places whose reference a change adds or changes, each with the earlier one of the same repository that it replaces. */
export type ChangedPlaces = ReadonlyMap<DeployedImage, DeployedImage | undefined>;

/**
 * Compares the places that name images, each by its file, its workload or service, and where it is in that: another place of
 * the base may have named the same image, such as a file of tests. A file that moves, with its workloads, changes nothing.
 */
export function changedPlaces(
  now: readonly DeployedImage[],
  before: readonly DeployedImage[],
): ChangedPlaces {
  const pathsNow = new Set(now.map(({ path }) => path));
  const pathsBefore = new Set(before.map(({ path }) => path));
  const isMoved = ({ path }: DeployedImage) => !pathsNow.has(path) || !pathsBefore.has(path);
  const moved = (key: KeyOf) => (one: DeployedImage) => (isMoved(one) ? key(one) : []);
  const changed = new Map<DeployedImage, DeployedImage | undefined>();
  let left: Unmatched = { now, before };
  const match = (key: KeyOf, onMatch: (one: DeployedImage, old: DeployedImage) => void) => {
    left = takeEqual(left, key, onMatch);
  };
  const same = () => {};
  const replaced = (one: DeployedImage, old: DeployedImage) => changed.set(one, old);
  const other = (one: DeployedImage) => changed.set(one, undefined);
  match(({ path, place, reference }) => [path, place, reference], same);
  match(({ path, place, reference }) => [path, place, repositoryOf(reference)], replaced);
  match(({ path, place }) => [path, place], other);
  match(
    moved(({ place, reference }) => [place, reference]),
    same,
  );
  match(
    moved(({ place, reference }) => [place, repositoryOf(reference)]),
    replaced,
  );
  // The name of the workload may have changed as well.
  match(({ path, reference }) => [path, repositoryOf(reference)], replaced);
  match(
    moved(({ reference }) => [repositoryOf(reference)]),
    replaced,
  );
  for (const one of left.now) other(one);
  return changed;
}

/** The parts by which two places are the same; none if the place does not count. */
type KeyOf = (image: DeployedImage) => readonly string[];

interface Unmatched {
  readonly now: readonly DeployedImage[];
  readonly before: readonly DeployedImage[];
}

/** Pairs the places with equal keys, in order; returns the others. */
function takeEqual(
  { now, before }: Unmatched,
  keyOf: KeyOf,
  onMatch: (one: DeployedImage, old: DeployedImage) => void,
): Unmatched {
  const keyed = (one: DeployedImage) => keyOf(one).join('\n');
  const open = groupBy(before.toReversed(), keyed);
  open.delete('');
  const taken = new Set<DeployedImage>();
  const rest = now.filter((one) => {
    const old = open.get(keyed(one))?.pop();
    if (!old) return true;
    taken.add(old);
    onMatch(one, old);
    return false;
  });
  return { now: rest, before: before.filter((old) => !taken.has(old)) };
}
