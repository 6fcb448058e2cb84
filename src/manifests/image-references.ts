import type { ManifestNode } from './manifest-yaml.js';
import { isSet, textOf } from './yaml-values.js';

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

/** The image reference in a scalar; undefined if it is empty, a placeholder, or contains a variable. */
export function imageReference(at: ManifestNode): ImageReference | undefined {
  if (!isSet(at) || at.kind !== 'scalar' || at.hasVariable) return undefined;
  const reference = textOf(at);
  return isCompleteReference(reference) ? { at, ...parseImageReference(reference) } : undefined;
}

/** Whether a text is a reference as it is, not a placeholder or one with a variable. */
export function isCompleteReference(text: string): boolean {
  return IMAGE.test(text);
}

/** No placeholder such as `<image>`, and no part is empty as in `/app:`. */
const IMAGE = /^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*(?::[\w.-]+)?(?:@[\w.+-]+:[0-9a-fA-F]+)?$/;

/** The parts of a reference. Source: the grammar of distribution/reference, with Docker's defaults for the registry and the repository. */
export function parseImageReference(reference: string): Omit<ImageReference, 'at'> {
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
