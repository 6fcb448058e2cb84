import {
  type ImageReference,
  imageReference,
  isCompleteReference,
  parseImageReference,
} from './image-references.js';
import type { Manifest } from './manifest.js';
import type { ManifestNode } from './manifest-yaml.js';
import { operatedImages, type RunningImage } from './operated-images.js';
import { isSet, textOf, valueAt } from './yaml-values.js';

/**
 * All images that a manifest makes run or mounts: those of containers and services, volumes with the content of an image, and
 * those that custom objects name. Images that are built here are left out.
 */
export function runningImages(manifest: Manifest): RunningImage[] {
  const { services, containers, resources } = manifest;
  const built = new Set(
    services.flatMap(({ built: isBuilt, node }) => (isBuilt ? textOf(valueAt(node, 'image')) : [])),
  );
  const all = [
    ...services.flatMap(({ built: isBuilt, node }) =>
      isBuilt ? [] : (valueAt(node, 'image') ?? []),
    ),
    ...containers.flatMap(({ node }) => valueAt(node, 'image') ?? []),
    ...mountedImages(manifest),
  ].filter((at) => !built.has(textOf(at)));
  const plain = new Set(pulledImages(manifest).map(({ at }) => at));
  const own = all.flatMap((at) => runningImage(at, plain.has(at)));
  return [...own, ...resources.flatMap(operatedImages)];
}

function runningImage(at: ManifestNode, isKnown: boolean): RunningImage[] {
  if (!isSet(at) || at.kind !== 'scalar') return [];
  const reference = textOf(at).trim();
  return [{ at, reference, isComplete: isKnown || isCompleteReference(reference) }];
}

/** The images that a manifest pulls, to start or to mount them. Images that are built here, and references with a variable, are left out. */
export function pulledImages(manifest: Manifest): ImageReference[] {
  const nodes = [
    ...manifest.services.filter(({ built }) => !built).map(({ node }) => valueAt(node, 'image')),
    ...manifest.containers.map(({ node }) => valueAt(node, 'image')),
    ...mountedImages(manifest),
  ];
  return [
    ...nodes.flatMap((at) => (at && imageReference(at)) ?? []),
    ...manifest.resources
      .flatMap(operatedImages)
      .flatMap(({ at, reference, isComplete }) =>
        isComplete ? { at, ...parseImageReference(reference) } : [],
      ),
  ];
}

/** Where volumes name an image whose content they mount. */
export function mountedImages({ services, pods }: Manifest): ManifestNode[] {
  return [
    ...services.flatMap(({ node }) => itemsOf(node, 'volumes').map(volumeImage)),
    ...pods.flatMap(({ spec }) =>
      itemsOf(spec, 'volumes').map((volume) => valueAt(volume, 'image', 'reference')),
    ),
  ].flatMap((at) => at ?? []);
}

function itemsOf(node: ManifestNode, key: string): readonly ManifestNode[] {
  return valueAt(node, key)?.items ?? [];
}

/** The image that a volume of a Compose service mounts. Source: Compose specification, "volumes", long syntax. */
function volumeImage(volume: ManifestNode): ManifestNode | undefined {
  return textOf(valueAt(volume, 'type')) === 'image' ? valueAt(volume, 'source') : undefined;
}
