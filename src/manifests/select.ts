import { qualifiedRepository, spellings } from '../core/image-glob.js';
import type { Location } from '../core/location.js';

/** An image that a manifest names. */
export interface DeployedImage {
  /** As written. */
  readonly reference: string;
  /** The manifest. */
  readonly path: string;
  /** The workload or service, and where it is in that, such as the name of a container. */
  readonly place: string;
  /** Where it is named. */
  readonly location: Location;
  /** It cannot be scanned: the name has a variable without a value, is a placeholder, or lacks a tag that an operator adds. */
  readonly isUnknown?: boolean;
}

/** One reference, with all places that name it. */
export interface DeployedReference {
  readonly reference: string;
  readonly places: readonly [DeployedImage, ...DeployedImage[]];
}

/** The references that were not scanned, each once, in the order of their first places. `scanned` has names, tags and digests. */
export function unscannedReferences(
  deployed: readonly DeployedImage[],
  scanned: readonly string[],
): DeployedReference[] {
  const known = new Set(scanned.flatMap(identities));
  const places = new Map<string, [DeployedImage, ...DeployedImage[]]>();
  for (const image of deployed) {
    const { reference } = image;
    const others = places.get(reference);
    if (others) others.push(image);
    else if (!identities(reference).some((identity) => known.has(identity)))
      places.set(reference, [image]);
  }
  return [...places].map(([reference, all]) => ({ reference, places: all }));
}

/** The names that are no complete references, unless the run scans an image of the same repository. */
export function unknownReferences(
  deployed: readonly DeployedImage[],
  scanned: readonly string[],
): DeployedReference[] {
  const known = new Set(
    scanned.map((name) => repositoryOf(name.replace(/^registry:(?!\d+\/)/, ''))),
  );
  return unscannedReferences(
    deployed.filter(({ reference, isUnknown }) => {
      const repository = /^([^$]+):[^$/]*\$/.exec(reference)?.[1] ?? reference;
      return isUnknown && !known.has(repositoryOf(repository));
    }),
    [],
  );
}

/** The full name without tag and digest. */
export function repositoryOf(reference: string): string {
  const [name = ''] = reference.split('@');
  const colon = name.lastIndexOf(':');
  return qualifiedRepository(colon > name.lastIndexOf('/') ? name.slice(0, colon) : name);
}

/** What two references of the same image have in common: the digest, or without one the full name with its tag. */
function identities(reference: string): string[] {
  const digest = /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
  if (digest !== undefined) return [digest];
  return spellings(reference).flatMap((spelling) => {
    const [, name, tag] = /^((?:[^@]*\/)?[^:@/]+):([^@/]+)$/.exec(spelling) ?? [];
    return name === undefined ? [] : [`${qualifiedRepository(name)}:${tag}`];
  });
}
