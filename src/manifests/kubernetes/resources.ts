import type { ManifestNode } from '../manifest-yaml.js';
import { isFalse, isSet, textOf, valueAt } from '../yaml-values.js';

/** An object of the Kubernetes API: a document, or an item of a List. */
export interface Resource {
  readonly kind: string;
  readonly name: string;
  /** `default` if it is not set. */
  readonly namespace: string;
  readonly node: ManifestNode;
}

/** A pod specification, of a Pod or of a workload that creates pods. */
export interface Pod {
  readonly workload: Resource;
  readonly spec: ManifestNode;
  /** The metadata of the pods, which is in the template of a workload. */
  readonly metadata: ManifestNode | undefined;
  readonly containers: readonly Container[];
  readonly isWindows: boolean;
  /** `hostUsers: false`: root in the pod is an unprivileged user of the host. */
  readonly hasUserNamespace: boolean;
  /** No container has an image, as in a patch: a missing key is no finding. */
  readonly partial: boolean;
}

export interface Container {
  readonly name: string;
  readonly node: ManifestNode;
  /** `other` is a step, sidecar or script of a custom object. */
  readonly list: 'containers' | 'initContainers' | 'ephemeralContainers' | 'other';
  readonly pod: Pod;
  /** The container has no image, as in a patch of Kustomize: a missing key is no finding. */
  readonly partial: boolean;
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

/** The path of the pod template in each kind of workload. Source: Kubernetes API reference, "Workload Resources". */
const POD_TEMPLATE_PATHS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Pod', []],
  ['PodTemplate', ['template']],
  ['Deployment', ['spec', 'template']],
  ['ReplicaSet', ['spec', 'template']],
  ['ReplicationController', ['spec', 'template']],
  ['StatefulSet', ['spec', 'template']],
  ['DaemonSet', ['spec', 'template']],
  ['Job', ['spec', 'template']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
]);

/** The path in custom workloads, such as those of OpenShift, Argo, Knative and OpenKruise. */
export const CUSTOM_TEMPLATE_PATH: readonly string[] = ['spec', 'template'];

/** Whether Kubernetes requires objects of this kind to have the specification of a pod. */
export function hasPodTemplate(kind: string): boolean {
  return POD_TEMPLATE_PATHS.has(kind);
}

/** Where a pod is in a manifest. */
interface PodParts extends Pick<Pod, 'workload' | 'spec' | 'partial'> {
  /** The node that has the metadata and the spec. */
  readonly parent: ManifestNode | undefined;
}

/** The pod of a spec, with a list that its containers are added to. */
export function podWith(
  containers: readonly Container[],
  { workload, spec, parent, partial }: PodParts,
): Pod {
  return {
    workload,
    spec,
    metadata: valueAt(parent, 'metadata'),
    containers,
    isWindows: textOf(valueAt(spec, 'os', 'name')) === 'windows',
    hasUserNamespace: isFalse(valueAt(spec, 'hostUsers')),
    partial,
  };
}

/** The pod that an object is or creates; undefined for other objects. */
export function podOf(workload: Resource): Pod | undefined {
  const path = POD_TEMPLATE_PATHS.get(workload.kind);
  const template = valueAt(workload.node, ...(path ?? CUSTOM_TEMPLATE_PATH));
  const spec = valueAt(template, 'spec');
  if (!spec || (!path && !isSet(valueAt(spec, 'containers')))) return undefined;
  const lists = ['containers', 'initContainers', 'ephemeralContainers'] as const;
  const hasImage = (node: ManifestNode) => isSet(valueAt(node, 'image'));
  const containers: Container[] = [];
  const partial = !lists.some((list) => valueAt(spec, list)?.items.some(hasImage));
  const pod = podWith(containers, { workload, spec, parent: template, partial });
  for (const list of lists)
    for (const node of valueAt(spec, list)?.items ?? []) {
      // Knative does not require a name.
      const name = textOf(valueAt(node, 'name')) || (path ? '' : workload.name);
      containers.push({ name, node, list, pod, partial: !hasImage(node) });
    }
  return pod;
}

/** For a message: `Deployment "web"`, or `Deployment` if it has no name. */
export function describeResource({ kind, name }: Resource): string {
  return name === '' ? kind : `${kind} "${name}"`;
}

/** The place for a finding about a key that a container does not have: its name key. */
export function containerLocation({ node }: Container): ManifestNode['range'] {
  return (valueAt(node, 'name') ?? [...node.entries.values()][0] ?? node).key;
}

/** The place for a finding about a key that a workload does not have: its name key. */
export function workloadLocation({ node }: Resource): ManifestNode['range'] {
  return (valueAt(node, 'metadata', 'name') ?? valueAt(node, 'kind') ?? node).key;
}

/** A value of the security context of a container; if it is not set, the value of the pod. */
export function securityContextValue(
  container: Container,
  ...path: readonly string[]
): ManifestNode | undefined {
  return (
    valueAt(container.node, 'securityContext', ...path) ??
    valueAt(container.pod.spec, 'securityContext', ...path)
  );
}

/** A `securityContext` of a pod or a container. */
export interface SecurityContext {
  readonly node: ManifestNode;
  readonly pod: Pod;
  /** Starts a sentence: `Container "web"`. */
  readonly subject: string;
  /** The name of the container; undefined for the context of a pod. */
  readonly container: string | undefined;
}

/** The security contexts of pods and their containers. */
export function securityContexts(pods: readonly Pod[]): SecurityContext[] {
  return pods.flatMap((pod) => {
    const subject = describeResource(pod.workload);
    const own = { holder: pod.spec, subject, container: undefined };
    const ofContainers = pod.containers.map(({ name, node }) => {
      return { holder: node, subject: `Container "${name}"`, container: name };
    });
    return [own, ...ofContainers].flatMap(({ holder, ...rest }) => {
      const node = valueAt(holder, 'securityContext');
      return node ? [{ ...rest, node, pod }] : [];
    });
  });
}

/** Whether a quantity is missing or zero: `0`, `0Mi`, `0.0`. */
export function isZeroOrUnset(node: ManifestNode | undefined): boolean {
  const text = textOf(node);
  return text === '' || /^0*\.?0*[a-zA-Z]*$/.test(text);
}
