import type { ManifestNode } from '../../manifest-yaml.js';
import { isTrue, textOf, valueAt } from '../../yaml-values.js';
import { RenderGap } from './budget.js';
import {
  isNull,
  type NodeOrigin,
  renderedMap,
  renderedScalar,
  withEntry,
  withItems,
} from './node-edits.js';
import type { ObjectId } from './objects.js';

/** A field of a kind of objects, as the transformer configurations of Kustomize describe it. */
export interface FieldSpec {
  /** Keys joined by `/`; lists on the way need none. `\/` is a slash in a key, `key[]` must be a list. */
  readonly path: string;
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  /** Whether a missing field is added. */
  readonly create?: boolean;
}

/** A field as kustomizations and their configurations describe it. Throws RenderGap if it has no path. */
export function fieldSpecOf(node: ManifestNode): FieldSpec {
  const [path = '', group = '', version = '', kind = ''] = textsOf(
    node,
    'path',
    'group',
    'version',
    'kind',
  );
  if (path === '')
    throw new RenderGap(`the field in ${node.range.path}:${node.range.startLine} has no path`);
  return { path, group, version, kind, create: isTrue(valueAt(node, 'create')) };
}

/** The texts of keys, empty for missing ones. */
export function textsOf(node: ManifestNode, ...keys: readonly string[]): string[] {
  return keys.map((key) => textOf(valueAt(node, key)));
}

/** Whether the field is one of the objects of this kind. */
export function isFieldOf(
  spec: Pick<FieldSpec, 'group' | 'version' | 'kind'>,
  id: Pick<ObjectId, 'group' | 'version' | 'kind'>,
): boolean {
  return (
    (!spec.kind || spec.kind === id.kind) &&
    (!spec.group || spec.group === id.group) &&
    (!spec.version || spec.version === id.version)
  );
}

/** How the values of a field are changed. */
export interface FieldChange {
  readonly change: (node: ManifestNode) => ManifestNode;
  /** What a missing field is created as, and the place that it gets; undefined creates none. */
  readonly created?: { readonly kind: 'map' | 'scalar'; readonly at: NodeOrigin } | undefined;
}

/** The object with the values of a field changed. */
export function changeField(
  node: ManifestNode,
  { path, create }: FieldSpec,
  { change, created }: FieldChange,
): ManifestNode {
  const keys = path.split(/(?<!\\)\//).map((key) => key.replaceAll('\\/', '/'));
  return visit(node, keys, { change, created: create ? created : undefined });
}

function visit(node: ManifestNode, path: readonly string[], options: FieldChange): ManifestNode {
  const [key, ...rest] = path;
  if (key === undefined) return options.change(node);
  if (node.kind === 'list')
    return withItems(
      node,
      node.items.map((item) => visit(item, path, options)),
    );
  if (node.kind === 'scalar') {
    if (isNull(node)) return node;
    throw new RenderGap(`${node.range.path}:${node.range.startLine} is not a map or list`);
  }
  const name = key.endsWith('[]') ? key.slice(0, -2) : key;
  const child = node.entries.get(name);
  if (child && !isNull(child)) return withEntry(node, name, visit(child, rest, options));
  if (!options.created || name !== key) return node;
  const { kind, at } = options.created;
  const added = rest.length > 0 || kind === 'map' ? renderedMap([], at) : renderedScalar('', at);
  return withEntry(node, name, visit(added, rest, options));
}
