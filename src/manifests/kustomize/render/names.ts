import type { ManifestNode } from '../../manifest-yaml.js';
import { textOf, valueAt } from '../../yaml-values.js';
import { RenderGap } from './budget.js';
import { changeField, type FieldSpec, isFieldOf } from './field-paths.js';
import { renderedScalar, withEntry, withItems, withScalar, withValueAt } from './node-edits.js';
import {
  allIds,
  currentId,
  describeId,
  isClusterScoped,
  isSameId,
  originalId,
  type RenderedObject,
  rememberId,
  rename,
} from './objects.js';

/** Names in a cluster are shorter. Prefixes of bases add up. */
const MAX_NAME = 1_000;

/** Adds `namePrefix` and `nameSuffix`, except to namespaces and definitions. */
export function addAffixes(
  objects: readonly RenderedObject[],
  affixes: { readonly prefix: string; readonly suffix: string },
): void {
  const { prefix, suffix } = affixes;
  for (const object of objects) {
    const { kind, group } = originalId(object);
    if (kind === 'CustomResourceDefinition' || kind === 'Namespace') continue;
    if (kind === 'APIService' && group === 'apiregistration.k8s.io') continue;
    const change = (name: string) => {
      if (name.length > MAX_NAME) throw new RenderGap('its names get too long');
      rememberId(object);
      rename(object, name);
    };
    if (prefix !== '') {
      object.prefixes = [...object.prefixes, prefix];
      change(`${prefix}${currentId(object).name}`);
    }
    if (suffix !== '') {
      object.suffixes = [...object.suffixes, suffix];
      change(`${currentId(object).name}${suffix}`);
    }
  }
}

/** Sets the namespace of all objects that can have one. Throws RenderGap if two objects become the same. */
export function setNamespace(
  objects: readonly RenderedObject[],
  namespace: ManifestNode,
  configured: readonly FieldSpec[],
): void {
  const name = textOf(namespace);
  if (name.length > MAX_NAME) throw new RenderGap('its namespace is too long');
  for (const object of objects) {
    rememberId(object);
    object.node = inNamespace(object, namespace, name);
    const id = currentId(object);
    for (const field of configured)
      if (isFieldOf(field, id) && field.path !== 'metadata/namespace')
        object.node = changeField(object.node, field, {
          change: (old) => withText(old, name, namespace),
          created: { kind: 'scalar', at: namespace },
        });
  }
  rejectSameIds(objects);
}

/** The scalar with another text. Throws RenderGap for a map or list. */
function withText(old: ManifestNode, text: ManifestNode['scalar'], at: ManifestNode): ManifestNode {
  if (old.kind !== 'scalar')
    throw new RenderGap(`${old.range.path}:${old.range.startLine} is not a single value`);
  return withScalar(old, text, at);
}

function inNamespace(object: RenderedObject, namespace: ManifestNode, name: string): ManifestNode {
  const id = currentId(object);
  let { node } = object;
  const set = (old: ManifestNode | undefined) =>
    old ? withScalar(old, name, namespace) : renderedScalar(name, namespace);
  if (!isClusterScoped(id)) {
    const old = valueAt(node, 'metadata', 'namespace');
    node = withValueAt(node, ['metadata', 'namespace'], set(old));
  }
  if (id.kind === 'Namespace' && id.group === '' && id.version === 'v1') {
    const old = valueAt(node, 'metadata', 'name');
    node = withValueAt(node, ['metadata', 'name'], set(old));
  }
  if (id.kind === 'APIService' && id.group === 'apiregistration.k8s.io')
    node = changeField(
      node,
      { path: 'spec/service/namespace', create: true },
      { change: set, created: { kind: 'scalar', at: namespace } },
    );
  const subjects = valueAt(node, 'subjects');
  if (subjects && (id.kind === 'RoleBinding' || id.kind === 'ClusterRoleBinding'))
    node = withEntry(
      node,
      'subjects',
      withItems(
        subjects,
        subjects.items.map((subject) =>
          textOf(valueAt(subject, 'name')) === 'default'
            ? withEntry(subject, 'namespace', set(valueAt(subject, 'namespace')))
            : subject,
        ),
      ),
    );
  return node;
}

/** Throws RenderGap if two objects have the same identity: Kustomize refuses them. */
export function rejectSameIds(objects: readonly RenderedObject[]): void {
  const seen = new Map<string, RenderedObject>();
  for (const object of objects) {
    const id = currentId(object);
    const key = `${id.group}/${id.version} ${id.kind} ${id.name} ${isClusterScoped(id) ? '' : id.namespace || 'default'}`;
    const other = seen.get(key);
    if (other && isSameId(currentId(other), id))
      throw new RenderGap(`${describeId(id)} is in it more than once`);
    seen.set(key, object);
  }
}

/** The fields of `namespace` that a configuration can name. */
export const NAMESPACE_FIELDS: readonly FieldSpec[] = [
  { path: 'metadata/name', kind: 'Namespace', create: true },
  {
    path: 'spec/service/namespace',
    group: 'apiregistration.k8s.io',
    kind: 'APIService',
    create: true,
  },
];

/** Sets the replicas of the objects with a name. Throws RenderGap if there is none. Source: Kustomize, "replicas". */
export function setReplicas(
  objects: readonly RenderedObject[],
  entry: ManifestNode,
  configured: readonly FieldSpec[],
): void {
  const [name, count] = [textOf(valueAt(entry, 'name')), valueAt(entry, 'count')];
  let isFound = false;
  for (const object of objects)
    for (const field of [...SCALED, ...configured]) {
      if (!allIds(object).some((id) => id.name === name && isFieldOf(field, id))) continue;
      isFound = true;
      if (!count) continue;
      object.node = changeField(object.node, field, {
        change: (old) => withText(old, count.scalar, count),
        created: { kind: 'scalar', at: count },
      });
    }
  if (!isFound)
    throw new RenderGap(`replicas in line ${entry.range.startLine} names no object that it has`);
}

/** The fields of `replicas`. */
export const SCALED: readonly FieldSpec[] = [
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
].map((kind) => ({ path: 'spec/replicas', create: true, kind }));
