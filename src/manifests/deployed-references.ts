import { isCompleteReference, mountedImages, pulledImages } from './image-references.js';
import { podsOf } from './kubernetes/embedded-pods.js';
import type { Resource } from './kubernetes/resources.js';
import type { Manifest } from './manifest.js';
import type { ManifestNode } from './manifest-yaml.js';
import { isSet, textOf, valueAt } from './yaml-values.js';

/** An image that runs, or that a container mounts. */
export interface RunningImage {
  readonly at: ManifestNode;
  /** Variables of Compose have their values of `.env` or their defaults. */
  readonly reference: string;
  /** It is a reference: no variable without a value, no placeholder, and a tag or digest if an operator may add another one. */
  readonly isComplete: boolean;
}

/**
 * All images that a manifest makes run or mounts: those of containers and services, volumes with the content of an image, and
 * `image` anywhere in custom objects, as in Prometheus or a `stepTemplate` of Tekton. Images that are built here are left out.
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

/**
 * Groups of the Kubernetes API itself, and custom ones whose `image` is not what runs: patterns of Kyverno, and repositories
 * that Flux watches.
 */
const NOT_OPERATED =
  /^(?:[^./]+$|[^./]+\/|[\w.-]+\.k8s\.io\/|(?:[\w.-]+\.)?kyverno\.io\/|image\.toolkit\.fluxcd\.io\/)/;

/** Where custom objects name an image outside of a container. */
function operatedImages(resource: Resource): RunningImage[] {
  const { node: object } = resource;
  if (NOT_OPERATED.test(textOf(valueAt(object, 'apiVersion')) || 'v1')) return [];
  const known = new Set(
    podsOf(resource).flatMap(({ containers }) => containers.map(({ node }) => node)),
  );
  const found: RunningImage[] = [];
  const visit = (node: ManifestNode): void => {
    if (known.has(node)) return;
    for (const [key, value] of node.entries) {
      const text = textOf(value).trim();
      if (key === 'image' && IS_NAME.test(text))
        found.push({ at: value, reference: text, isComplete: isPinned(text) });
      else visit(value);
    }
    for (const item of node.items) visit(item);
  };
  visit(object);
  return found;
}

/** A name without a registry, tag or digest may be of something else, as in `image: ubuntu` of a virtual machine. So is a URL. */
const IS_NAME = /^(?!\w+:\/\/).*[/:@]/s;

/** An operator adds the tag, as that of `spec.version`. */
function isPinned(text: string): boolean {
  return isCompleteReference(text) && /[:@][^/]*$/.test(text);
}
