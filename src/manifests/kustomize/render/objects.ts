import type { ManifestNode } from '../../manifest-yaml.js';
import { textOf, valueAt } from '../../yaml-values.js';
import { withScalar, withValueAt } from './node-edits.js';

/** What identifies an object of the Kubernetes API. */
export interface ObjectId {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  /** Empty if it is not set. */
  readonly namespace: string;
}

/** An object while it is rendered. Kustomizations change it one after the other. */
export interface RenderedObject {
  node: ManifestNode;
  /** What it was called before it was renamed or moved, the first first. */
  previous: readonly ObjectId[];
  prefixes: readonly string[];
  suffixes: readonly string[];
  /** The labels that kustomizations added, which can be in several places. */
  addedLabels: Set<ManifestNode>;
  /** Its name gets a hash of its content: generators. */
  needsHash: boolean;
}

export function newObject(node: ManifestNode): RenderedObject {
  return {
    node,
    previous: [],
    prefixes: [],
    suffixes: [],
    addedLabels: new Set(),
    needsHash: false,
  };
}

/** The identity that an object has now. */
export function currentId({ node }: RenderedObject): ObjectId {
  return idOf(node);
}

/** The identity that the object has in its file. */
export function originalId(object: RenderedObject): ObjectId {
  return object.previous[0] ?? currentId(object);
}

/** All identities that an object has and had. */
export function allIds(object: RenderedObject): ObjectId[] {
  return [...object.previous, currentId(object)];
}

/** The identity that is written in an object or in a patch. */
export function idOf(node: ManifestNode): ObjectId {
  const [group, version] = groupAndVersion(textOf(valueAt(node, 'apiVersion')));
  return {
    group,
    version,
    kind: textOf(valueAt(node, 'kind')),
    name: textOf(valueAt(node, 'metadata', 'name')),
    namespace: textOf(valueAt(node, 'metadata', 'namespace')),
  };
}

/** `apps/v1` has the group apps, `v1` has none. */
export function groupAndVersion(apiVersion: string): [group: string, version: string] {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

/** Keeps the identity of an object before it is changed: references use it. */
export function rememberId(object: RenderedObject): void {
  object.previous = [...object.previous, currentId(object)];
}

/** References to names that the object had do not find it any more. */
export function forgetIds(object: RenderedObject): void {
  object.previous = [];
  object.prefixes = [];
  object.suffixes = [];
  object.needsHash = false;
}

/** Changes the name; it keeps the place where the name is written. */
export function rename(object: RenderedObject, name: string): void {
  const node = valueAt(object.node, 'metadata', 'name');
  if (node) object.node = withValueAt(object.node, ['metadata', 'name'], withScalar(node, name));
}

/** Kinds that have no namespace, with their groups. Source: Kubernetes API reference, as of version 1.21, which Kustomize has. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  ...['ComponentStatus', 'Namespace', 'Node', 'PersistentVolume'].map((kind) => `v1 ${kind}`),
  ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].flatMap((kind) =>
    bothVersions('admissionregistration.k8s.io', kind),
  ),
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding',
  ...bothVersions('apiextensions.k8s.io', 'CustomResourceDefinition'),
  ...bothVersions('apiregistration.k8s.io', 'APIService'),
  ...bothVersions('certificates.k8s.io', 'CertificateSigningRequest'),
  'flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema',
  'flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration',
  ...bothVersions('networking.k8s.io', 'IngressClass'),
  ...bothVersions('node.k8s.io', 'RuntimeClass'),
  'policy/v1beta1 PodSecurityPolicy',
  ...['ClusterRole', 'ClusterRoleBinding'].flatMap((kind) =>
    bothVersions('rbac.authorization.k8s.io', kind),
  ),
  ...bothVersions('scheduling.k8s.io', 'PriorityClass'),
  ...['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment'].flatMap((kind) =>
    bothVersions('storage.k8s.io', kind),
  ),
]);

function bothVersions(group: string, kind: string): string[] {
  return ['v1', 'v1beta1'].map((version) => `${group}/${version} ${kind}`);
}

/** Whether objects of the kind have no namespace. Kinds that Kustomize does not know have one. */
export function isClusterScoped({ group, version, kind }: ObjectId): boolean {
  return CLUSTER_SCOPED.has(`${group === '' ? '' : `${group}/`}${version} ${kind}`);
}

/** The namespace that two identities are compared by: one that is not set is `default`. */
export function effectiveNamespace(id: ObjectId): string {
  return isClusterScoped(id) ? '_none' : id.namespace || 'default';
}

/** Whether two identities are the same object. */
export function isSameId(a: ObjectId, b: ObjectId): boolean {
  return (
    a.name === b.name &&
    a.kind === b.kind &&
    a.group === b.group &&
    a.version === b.version &&
    effectiveNamespace(a) === effectiveNamespace(b)
  );
}

/** For a message: `Deployment "web"`. */
export function describeId({ kind, name }: ObjectId): string {
  return `${kind || 'object'} "${name}"`;
}
