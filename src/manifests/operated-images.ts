import { splitReference } from '../core/reference.js';
import { isCompleteReference } from './image-references.js';
import { isCustomGroup, podsOf } from './kubernetes/embedded-pods.js';
import type { Resource } from './kubernetes/resources.js';
import type { ManifestNode } from './manifest-yaml.js';
import { textOf, valueAt } from './yaml-values.js';

/** An image that runs, or that a container mounts. */
export interface RunningImage {
  readonly at: ManifestNode;
  /** The workload or service that names it, and where, without its position in a list if it has a name. */
  readonly place: string;
  /** Variables of Compose have their values of `.env` or their defaults. */
  readonly reference: string;
  /** It is a reference: no variable without a value, no placeholder, and a tag or digest if an operator may add another one. */
  readonly isComplete: boolean;
}

type NamedImage = Omit<RunningImage, 'place'>;

/** Custom groups whose images do not run: patterns of policies, and repositories that Flux watches. */
const NOT_RUN =
  /^(?:(?:[\w.-]+\.)?(?:kyverno\.io|gatekeeper\.sh)|policy\.sigstore\.dev|image\.toolkit\.fluxcd\.io)\//;

/**
 * Where custom objects name an image outside of a container: as `image`, `imageName` or `…Image`, as in Prometheus and clusters
 * of PostgreSQL, or as a map with its repository, as in the values of a HelmRelease.
 */
export function operatedImages(resource: Resource): readonly RunningImage[] {
  const found = computed.get(resource) ?? searchImages(resource);
  computed.set(resource, found);
  return found;
}

/** Several rules ask for them. */
const computed = new WeakMap<Resource, readonly RunningImage[]>();

function searchImages(resource: Resource): RunningImage[] {
  const { node: object } = resource;
  const version = textOf(valueAt(object, 'apiVersion'));
  if (!isCustomGroup(version) || NOT_RUN.test(version)) return [];
  const known = new Set(
    podsOf(resource).flatMap(({ containers }) => containers.map(({ node }) => node)),
  );
  const found: RunningImage[] = [];
  const visit = (node: ManifestNode, place: string): void => {
    if (known.has(node)) return;
    for (const [key, value] of node.entries) {
      const image = namedImage(key, value);
      if (image) found.push({ ...image, place: `${place}/${key}` });
      else visit(value, `${place}/${key}`);
    }
    for (const item of node.items) visit(item, `${place}/${textOf(valueAt(item, 'name'))}`);
  };
  visit(object, workloadName(resource));
  return found;
}

/** `Deployment/shop/web`, in the namespace shop. */
export function workloadName({ kind, namespace, name }: Resource): string {
  return `${kind}/${namespace}/${name}`;
}

function namedImage(key: string, value: ManifestNode): NamedImage | undefined {
  if (key !== 'image' && !/^imageName$|[a-z]Image$/.test(key)) return undefined;
  if (value.kind === 'map') return imageOfParts(value);
  const reference = textOf(value).trim();
  if (!IS_NAME.test(reference) || NO_IMAGE.test(reference)) return undefined;
  const isComplete = isPinned(reference);
  // Only `image` is always one.
  return key === 'image' || isComplete ? { at: value, reference, isComplete } : undefined;
}

/** A name without a registry, tag or digest may be of something else, as in `image: ubuntu` of a virtual machine. */
const IS_NAME = /[/:@]/;

/** URLs, paths, pictures, disks, and images of virtual machines. */
const NO_IMAGE =
  /^(?:\w+:\/\/|data:|[./]|projects\/|urn:)|\s|\.(?:avif|gif|ico|img|iso|jpe?g|ova|png|qcow2|raw|svg|vhdx?|vmdk|webp)$/i;

/** An operator adds the tag, as that of `spec.version`. */
function isPinned(text: string): boolean {
  const { tag, digest } = splitReference(text);
  return isCompleteReference(text) && (tag ?? digest) !== undefined;
}

/** The image of a map such as `{ registry, repository, tag, digest }`. A chart may add a registry to a repository without one. */
function imageOfParts(parts: ManifestNode): NamedImage | undefined {
  const [at, registry] = [valueAt(parts, 'repository'), textOf(valueAt(parts, 'registry'))];
  const repository = textOf(at);
  if (!at || repository === '' || NO_IMAGE.test(repository)) return undefined;
  const [tag, digest] = [textOf(valueAt(parts, 'tag')), textOf(valueAt(parts, 'digest'))];
  const name = registry === '' ? repository : `${registry}/${repository}`;
  const reference = `${name}${tag && `:${tag}`}${digest && `@${digest}`}`;
  const hasRegistry = splitReference(name).registry !== undefined;
  return { at, reference, isComplete: hasRegistry && isPinned(reference) };
}
