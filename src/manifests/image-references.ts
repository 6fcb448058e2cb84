import { repositoryOf, splitReference } from '../core/reference.js';
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

/** Whether a text is a reference as it is: no placeholder such as `<image>`, and no part is empty as in `/app:`. */
export function isCompleteReference(text: string): boolean {
  const {
    registry = 'localhost',
    path,
    tag = 'latest',
    digest = 'sha256:0',
  } = splitReference(text);
  return (
    /^[\w.-]+(?::\d+)?$/.test(registry) &&
    [...path.split('/'), tag].every((part) => /^[\w.-]+$/.test(part)) &&
    /^[\w.+-]+:[0-9a-fA-F]+$/.test(digest)
  );
}

/** The parts of a reference, with Docker's defaults for the registry and the repository. */
export function parseImageReference(reference: string): Omit<ImageReference, 'at'> {
  const { tag = '', digest = '' } = splitReference(reference);
  return { reference, repository: repositoryOf(reference), tag, digest };
}
