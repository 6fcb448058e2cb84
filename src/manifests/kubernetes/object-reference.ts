import type { ManifestNode } from '../manifest-yaml.js';
import { textOf } from '../yaml-values.js';
import { describeResource, type Resource } from './resources.js';

/** A name with which an object refers to another one. */
export interface ObjectReference {
  readonly at: ManifestNode;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Starts a sentence: `Ingress "web"`. */
  readonly subject: string;
  /** What of the object it uses: keys of a ConfigMap or Secret, or the port of a Service by name or number. */
  readonly parts: readonly ReferencedPart[];
}

/** A key or port, with where it is used. */
export interface ReferencedPart extends Pick<ManifestNode, 'range'> {
  readonly text: string;
}

/** A reference, if there is a name. */
export function referenceTo(
  from: Resource,
  kind: string,
  at: ManifestNode | undefined,
  parts: readonly (ManifestNode | undefined)[] = [],
): ObjectReference[] {
  if (!at) return [];
  const { namespace } = from;
  const subject = describeResource(from);
  const known = parts.flatMap((part) => (part ? { text: textOf(part), range: part.range } : []));
  return [{ at, kind, name: textOf(at), namespace, subject, parts: known }];
}
