import {
  type ImageReference,
  imageReference,
  isCompleteReference,
  parseImageReference,
} from './image-references.js';
import type { Manifest } from './manifest.js';
import type { ManifestNode } from './manifest-yaml.js';
import { operatedImages, type RunningImage, workloadName } from './operated-images.js';
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
    ...services.flatMap(({ built: isBuilt, node, name }) =>
      isBuilt ? [] : placed(valueAt(node, 'image'), name),
    ),
    ...containers.flatMap(({ node, name, list, pod }) =>
      placed(valueAt(node, 'image'), `${workloadName(pod.workload)}/${list}/${name}`),
    ),
    ...mountedImages(manifest),
  ].filter(({ at }) => !built.has(textOf(at)));
  const plain = new Set(pulledImages(manifest).map(({ at }) => at));
  const own = all.flatMap((one) => runningImage(one, plain.has(one.at)));
  return [...own, ...resources.flatMap(operatedImages)];
}

type PlacedNode = Pick<RunningImage, 'at' | 'place'>;

function placed(at: ManifestNode | undefined, place: string): PlacedNode[] {
  return at ? [{ at, place }] : [];
}

function runningImage({ at, place }: PlacedNode, isKnown: boolean): RunningImage[] {
  if (!isSet(at) || at.kind !== 'scalar') return [];
  const reference = textOf(at).trim();
  return [{ at, place, reference, isComplete: isKnown || isCompleteReference(reference) }];
}

/** The images that a manifest pulls, to start or to mount them. Images that are built here, and references with a variable, are left out. */
export function pulledImages(manifest: Manifest): ImageReference[] {
  const nodes = [
    ...manifest.services.filter(({ built }) => !built).map(({ node }) => valueAt(node, 'image')),
    ...manifest.containers.map(({ node }) => valueAt(node, 'image')),
    ...mountedImages(manifest).map(({ at }) => at),
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
function mountedImages({ services, pods }: Manifest): PlacedNode[] {
  return [
    ...services.flatMap(({ node, name }) =>
      itemsOf(node, 'volumes').flatMap((volume) =>
        placed(volumeImage(volume), `${name}/volumes/${textOf(valueAt(volume, 'target'))}`),
      ),
    ),
    ...pods.flatMap(({ spec, workload }) =>
      itemsOf(spec, 'volumes').flatMap((volume) =>
        placed(
          valueAt(volume, 'image', 'reference'),
          `${workloadName(workload)}/volumes/${textOf(valueAt(volume, 'name'))}`,
        ),
      ),
    ),
  ];
}

function itemsOf(node: ManifestNode, key: string): readonly ManifestNode[] {
  return valueAt(node, key)?.items ?? [];
}

/** The image that a volume of a Compose service mounts. Source: Compose specification, "volumes", long syntax. */
function volumeImage(volume: ManifestNode): ManifestNode | undefined {
  return textOf(valueAt(volume, 'type')) === 'image' ? valueAt(volume, 'source') : undefined;
}
