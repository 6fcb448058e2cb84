import type { ManifestNode } from '../../manifest-yaml.js';
import { textOf, valueAt } from '../../yaml-values.js';
import { RenderGap } from './budget.js';
import { changeField, type FieldSpec, isFieldOf } from './field-paths.js';
import {
  renderedScalar,
  scalarText,
  withEntry,
  withItems,
  withScalar,
  withValueAt,
} from './node-edits.js';
import {
  allIds,
  currentId,
  describeId,
  isClusterScoped,
  isSameId,
  originalId,
  type RenderedObject,
  rememberId,
} from './objects.js';

/** Names in a cluster are shorter. Prefixes of bases add up. */
const MAX_NAME = 1_000;

/** The field of `namePrefix` and `nameSuffix`. */
export const NAME_FIELDS: readonly FieldSpec[] = [{ path: 'metadata/name' }];

/** Adds a prefix or suffix to the names of objects, except to namespaces and definitions, and to other fields. */
export function addAffixes(
  objects: readonly RenderedObject[],
  { prefix = '', suffix = '' }: { readonly prefix?: string; readonly suffix?: string },
  fields: readonly FieldSpec[],
): void {
  if (prefix === '' && suffix === '') return;
  for (const object of objects) {
    const id = originalId(object);
    if (id.kind === 'CustomResourceDefinition' || id.kind === 'Namespace') continue;
    if (id.kind === 'APIService' && id.group === 'apiregistration.k8s.io') continue;
    for (const field of fields) {
      if (!isFieldOf(field, id)) continue;
      if (field.path === 'metadata/name') {
        if (prefix !== '') object.prefixes = [...object.prefixes, prefix];
        if (suffix !== '') object.suffixes = [...object.suffixes, suffix];
        rememberId(object);
      }
      object.node = changeField(object.node, field, {
        change: (old) => withAffixes(old, prefix, suffix),
        ...(field.create && { created: { kind: 'scalar', at: object.node } }),
      });
    }
  }
}

function withAffixes(old: ManifestNode, prefix: string, suffix: string): ManifestNode {
  const name = `${prefix}${scalarText(old)}${suffix}`;
  if (name.length > MAX_NAME) throw new RenderGap('its names get too long');
  return withText(old, name, old);
}

/** Sets the namespace of all objects that can have one. Throws RenderGap if two objects become the same. */
export function setNamespace(
  objects: readonly RenderedObject[],
  namespace: ManifestNode,
  { fields, subjects = 'defaultOnly', unsetOnly = false }: NamespaceOptions,
): void {
  const name = textOf(namespace);
  if (name.length > MAX_NAME) throw new RenderGap('its namespace is too long');
  const set = (old: ManifestNode | undefined) => {
    if (old && unsetOnly && scalarText(old) !== '') return old;
    return old ? withText(old, name, namespace) : renderedScalar(name, namespace);
  };
  for (const object of objects) {
    rememberId(object);
    const id = currentId(object);
    object.node = inNamespace(object, subjects, set);
    for (const field of fields)
      if (isFieldOf(field, id) && isGeneralField(field, object))
        object.node = changeField(object.node, field, {
          change: set,
          created: { kind: 'scalar', at: namespace },
        });
  }
  rejectSameIds(objects);
}

/** Kustomize treats some fields on its own, whatever a configuration says of them. */
function isGeneralField({ path }: FieldSpec, { node }: RenderedObject): boolean {
  if (path === 'metadata/namespace') return false;
  if (path === 'subjects/namespace') return !isRoleBinding(node);
  return path !== 'metadata/name' || textOf(valueAt(node, 'apiVersion')) === 'v1';
}

function isRoleBinding(node: ManifestNode): boolean {
  return /^(?:Cluster)?RoleBinding$/.test(textOf(valueAt(node, 'kind')));
}

const SUBJECT_MODES = ['allServiceAccounts', 'defaultOnly', 'none'] as const;

/** The subjects of role bindings whose namespace is set. */
type SubjectMode = (typeof SUBJECT_MODES)[number];

export function isSubjectMode(text: string): text is SubjectMode {
  return SUBJECT_MODES.some((mode) => mode === text);
}

interface NamespaceOptions {
  readonly fields: readonly FieldSpec[];
  readonly subjects?: SubjectMode;
  readonly unsetOnly?: boolean;
}

/** The scalar with another text. Throws RenderGap for a map or list. */
function withText(old: ManifestNode, text: ManifestNode['scalar'], at: ManifestNode): ManifestNode {
  if (old.kind !== 'scalar')
    throw new RenderGap(`${old.range.path}:${old.range.startLine} is not a single value`);
  return withScalar(old, text, at);
}

function inNamespace(
  object: RenderedObject,
  mode: SubjectMode,
  set: (old: ManifestNode | undefined) => ManifestNode,
): ManifestNode {
  let { node } = object;
  if (!isClusterScoped(currentId(object))) {
    const path = ['metadata', 'namespace'];
    node = withValueAt(node, path, set(valueAt(node, ...path)));
  }
  const subjects = valueAt(node, 'subjects');
  if (!subjects || !isRoleBinding(node) || mode === 'none') return node;
  const isMoved = (subject: ManifestNode) =>
    mode === 'defaultOnly'
      ? textOf(valueAt(subject, 'name')) === 'default'
      : textOf(valueAt(subject, 'kind')) === 'ServiceAccount';
  const moved = subjects.items.map((subject) =>
    isMoved(subject)
      ? withEntry(subject, 'namespace', set(valueAt(subject, 'namespace')))
      : subject,
  );
  return withEntry(node, 'subjects', withItems(subjects, moved));
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
  fields: readonly FieldSpec[],
): void {
  const [name, count] = [textOf(valueAt(entry, 'name')), valueAt(entry, 'count') ?? entry];
  let isFound = false;
  for (const object of objects)
    for (const field of fields) {
      if (!allIds(object).some((id) => id.name === name && isFieldOf(field, id))) continue;
      isFound = true;
      object.node = changeField(object.node, field, {
        change: (old) => withText(old, count.scalar ?? 0, count),
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
