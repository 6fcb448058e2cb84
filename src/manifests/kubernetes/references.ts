import type { Manifest } from '../manifest.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { isTrue, textOf, valueAt } from '../yaml-values.js';
import { describeResource, hasPodTemplate, type Pod, type Resource } from './resources.js';

/** A name with which an object refers to another one of its namespace. */
export interface ObjectReference {
  readonly at: ManifestNode;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Starts a sentence: `Ingress "web"`. */
  readonly subject: string;
}

/** The references to services, workloads, accounts, roles, volume claims and config maps, without optional ones. */
export function objectReferences({ resources, pods }: Manifest): ObjectReference[] {
  return [...resources.flatMap(ofResource), ...pods.flatMap(ofPod)];
}

function ofResource(resource: Resource): ObjectReference[] {
  if (resource.kind === 'Ingress')
    return references(resource, 'Service', ingressBackends(resource));
  if (resource.kind === 'RoleBinding' || resource.kind === 'ClusterRoleBinding')
    return roleReferences(resource);
  if (resource.kind !== 'HorizontalPodAutoscaler') return [];
  const target = valueAt(resource.node, 'spec', 'scaleTargetRef');
  const kind = textOf(valueAt(target, 'kind'));
  return hasPodTemplate(kind) ? references(resource, kind, [valueAt(target, 'name')]) : [];
}

/** Roles that Kubernetes, or a program that it is installed with, creates. */
const CREATED_ROLE =
  /^(?:admin|cluster-admin|edit|view|extension-apiserver-authentication-reader|system:.*)$/;

function roleReferences(binding: Resource): ObjectReference[] {
  const name = valueAt(binding.node, 'roleRef', 'name');
  const kind = textOf(valueAt(binding.node, 'roleRef', 'kind'));
  const isRole = kind === 'Role' || kind === 'ClusterRole';
  if (!isRole || CREATED_ROLE.test(textOf(name))) return [];
  // A ClusterRole is in no namespace.
  const from = kind === 'ClusterRole' ? { ...binding, namespace: 'default' } : binding;
  return references(from, kind, [name]);
}

function ingressBackends({ node }: Resource): (ManifestNode | undefined)[] {
  const spec = valueAt(node, 'spec');
  const paths = (valueAt(spec, 'rules')?.items ?? []).flatMap(
    (rule) => valueAt(rule, 'http', 'paths')?.items ?? [],
  );
  const backends = [
    valueAt(spec, 'defaultBackend'),
    ...paths.map((path) => valueAt(path, 'backend')),
  ];
  return backends.map((backend) => valueAt(backend, 'service', 'name'));
}

function ofPod({ workload, spec, containers, partial }: Pod): ObjectReference[] {
  if (partial) return [];
  const account = valueAt(spec, 'serviceAccountName') ?? valueAt(spec, 'serviceAccount');
  const maps = [
    ...(valueAt(spec, 'volumes')?.items ?? []).map((volume) => valueAt(volume, 'configMap')),
    ...containers.flatMap(({ node }) => [
      ...(valueAt(node, 'envFrom')?.items ?? []).map((from) => valueAt(from, 'configMapRef')),
      ...(valueAt(node, 'env')?.items ?? []).map((one) =>
        valueAt(one, 'valueFrom', 'configMapKeyRef'),
      ),
    ]),
  ];
  const claims = (valueAt(spec, 'volumes')?.items ?? []).map((volume) =>
    valueAt(volume, 'persistentVolumeClaim', 'claimName'),
  );
  const needed = maps.filter((map) => !isTrue(valueAt(map, 'optional')));
  return [
    ...references(workload, 'ServiceAccount', [account]),
    ...references(workload, 'PersistentVolumeClaim', claims),
    ...references(
      workload,
      'ConfigMap',
      needed.map((map) => valueAt(map, 'name')),
    ),
  ];
}

function references(
  from: Resource,
  kind: string,
  names: readonly (ManifestNode | undefined)[],
): ObjectReference[] {
  const { namespace } = from;
  const subject = describeResource(from);
  return names.flatMap((at) => (at ? [{ at, kind, name: textOf(at), namespace, subject }] : []));
}
