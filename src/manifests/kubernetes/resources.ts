import type { ManifestNode } from '../manifest-yaml.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';
import { POD_TEMPLATE_PATHS } from './pod-templates.js';

/** An object of the Kubernetes API: a document, or an item of a List. */
export interface Resource {
  readonly kind: string;
  readonly name: string;
  /** `default` if it is not set. */
  readonly namespace: string;
  readonly node: ManifestNode;
}

/** Lists that are nested deeper are not read. */
const MAX_LIST_DEPTH = 8;

/** A document, or an item of a List. */
interface ListedObject {
  readonly node: ManifestNode;
  /** Empty if it has none. */
  readonly kind: string;
  /** The items of a List that cannot be read: they are not a list, or nested too deep. */
  readonly items?: ManifestNode;
}

/** The objects of a document, with the items of Lists as separate objects. The items of a `PodList` need no kind. */
export function objectsOf(node: ManifestNode, depth = 0, defaultKind = ''): ListedObject[] {
  const kind = textOf(valueAt(node, 'kind')) || defaultKind;
  const items = valueAt(node, 'items');
  if (!kind.endsWith('List') || !isSet(items)) return [{ node, kind }];
  if (items.kind !== 'list' || depth === MAX_LIST_DEPTH) return [{ node, kind, items }];
  const itemKind = kind.slice(0, -'List'.length);
  return items.items.flatMap((item) => objectsOf(item, depth + 1, itemKind));
}

/** The objects of a document that have a kind. */
export function resourcesOf(document: ManifestNode): Resource[] {
  return objectsOf(document).flatMap(({ node, kind }) => {
    if (kind === '') return [];
    const name = textOf(valueAt(node, 'metadata', 'name'));
    const namespace = textOf(valueAt(node, 'metadata', 'namespace')) || 'default';
    return [
      { kind: kindInGroup(kind, textOf(valueAt(node, 'apiVersion'))), name, namespace, node },
    ];
  });
}

/**
 * The kind, as kubectl names it where another project has one of the same name: `Job.batch.volcano.sh`. Its specification
 * is another one.
 */
export function kindInGroup(kind: string, apiVersion: string): string {
  const group = apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0));
  const isForeign = group.includes('.') && !group.endsWith('.k8s.io');
  return isForeign && (POD_TEMPLATE_PATHS.has(kind) || kind === 'NetworkPolicy')
    ? `${kind}.${group}`
    : kind;
}

/** For a message: `Deployment "web"`, or `Deployment` if it has no name. */
export function describeResource({ kind, name }: Resource): string {
  return name === '' ? kind : `${kind} "${name}"`;
}

/** The place for a finding about a key that a workload does not have: its name key. */
export function workloadLocation({ node }: Resource): ManifestNode['range'] {
  return (valueAt(node, 'metadata', 'name') ?? valueAt(node, 'kind') ?? node).key;
}
