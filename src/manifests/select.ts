import type { Location } from '../core/location.js';
import { imageIdentity, repositoryOf, withoutSource } from '../core/reference.js';

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
  const known = new Set(scanned.map(imageIdentity).filter((one) => one !== ''));
  const places = new Map<string, [DeployedImage, ...DeployedImage[]]>();
  for (const image of deployed) {
    const { reference } = image;
    const others = places.get(reference);
    if (others) others.push(image);
    else if (!known.has(imageIdentity(reference))) places.set(reference, [image]);
  }
  return [...places].map(([reference, all]) => ({ reference, places: all }));
}

/** The names that are no complete references, unless the run scans an image of the same repository. */
export function unknownReferences(
  deployed: readonly DeployedImage[],
  scanned: readonly string[],
): DeployedReference[] {
  const known = new Set(scanned.map((name) => repositoryOf(withoutSource(name))));
  const unknown = ({ reference, isUnknown }: DeployedImage) =>
    isUnknown && !known.has(repositoryOf(reference));
  return unscannedReferences(deployed.filter(unknown), []);
}
