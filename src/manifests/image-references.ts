import type { Manifest } from './manifest.js';
import type { ManifestNode } from './manifest-yaml.js';
import { isSet, textOf, valueAt } from './yaml-values.js';

/** The reference of an image in a manifest. */
export interface ImageReference {
  readonly at: ManifestNode;
  /** As written. */
  readonly reference: string;
  /** With the registry; `docker.io` and `library` are added. */
  readonly repository: string;
  /** Empty if there is none. */
  readonly tag: string;
  /** Empty if there is none. */
  readonly digest: string;
}

/** The images that a manifest pulls, to start or to mount them. Images that are built here, and references with a variable, are left out. */
export function pulledImages(manifest: Manifest): ImageReference[] {
  const nodes = [
    ...manifest.services.filter(({ built }) => !built).map(({ node }) => valueAt(node, 'image')),
    ...manifest.containers.map(({ node }) => valueAt(node, 'image')),
    ...mountedImages(manifest),
  ];
  return nodes.flatMap((at) => (at && imageReference(at)) ?? []);
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

/** The image reference in a scalar; undefined if it is empty, a placeholder, or contains a variable. */
export function imageReference(at: ManifestNode): ImageReference | undefined {
  if (!isSet(at) || at.kind !== 'scalar' || at.hasVariable) return undefined;
  const reference = textOf(at);
  return isCompleteReference(reference) ? { at, ...parseReference(reference) } : undefined;
}

/** Whether a text is a reference as it is, not a placeholder or one with a variable. */
export function isCompleteReference(text: string): boolean {
  return IMAGE.test(text);
}

/** No placeholder such as `<image>`, and no part is empty as in `/app:`. */
const IMAGE = /^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*(?::[\w.-]+)?(?:@[\w.+-]+:[0-9a-fA-F]+)?$/;

/** Source: the grammar of distribution/reference, with Docker's defaults for the registry and the repository. */
function parseReference(reference: string) {
  const [name = '', digest = ''] = reference.split('@', 2);
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  const path = hasTag ? name.slice(0, colon) : name;
  const [first = '', ...rest] = path.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const repository = hasRegistry
    ? path.replace(/^index\.docker\.io\//, 'docker.io/')
    : `docker.io/${rest.length > 0 ? path : `library/${path}`}`;
  return { reference, repository, tag: hasTag ? name.slice(colon + 1) : '', digest };
}
