import type { YamlNode } from '../yaml.js';
import { isFalse, isSet, textOf, valueAt } from '../yaml-values.js';

/** An object of the Kubernetes API: a document, or an item of a List. */
export interface Resource {
  readonly kind: string;
  readonly name: string;
  /** `default` where none is named. */
  readonly namespace: string;
  readonly node: YamlNode;
}

/** A pod specification, of a Pod or of the workload that makes them. */
export interface Pod {
  readonly workload: Resource;
  readonly spec: YamlNode;
  /** The metadata of the pods themselves, which the template of a workload holds. */
  readonly metadata: YamlNode | undefined;
  readonly containers: readonly Container[];
  readonly isWindows: boolean;
  /** `hostUsers: false`: root in the pod is nobody on the host. */
  readonly hasUserNamespace: boolean;
  /** Holds only parts of containers, or none. */
  readonly partial: boolean;
}

export interface Container {
  readonly name: string;
  readonly node: YamlNode;
  readonly list: 'containers' | 'initContainers' | 'ephemeralContainers';
  readonly pod: Pod;
  /** No image is named, as in a patch of Kustomize: what it lacks, another file says. */
  readonly partial: boolean;
}

/** Lists inside Lists deeper than this are not opened. */
const MAX_LISTS = 8;

/**
 * The objects of a document, those of Lists each by itself; of a `PodList` or the like the items need not say what they
 * are.
 */
export function resourcesOf(document: YamlNode, depth = 0, inferred = ''): Resource[] {
  const kind = textOf(valueAt(document, 'kind')) || inferred;
  const items = valueAt(document, 'items')?.items;
  if (kind.endsWith('List') && items && depth < MAX_LISTS)
    return items.flatMap((item) => resourcesOf(item, depth + 1, kind.slice(0, -'List'.length)));
  if (kind === '') return [];
  const name = textOf(valueAt(document, 'metadata', 'name'));
  const namespace = textOf(valueAt(document, 'metadata', 'namespace')) || 'default';
  return [{ kind, name, namespace, node: document }];
}

/** Where each workload kind keeps what makes its pods (Kubernetes API reference, workload resources). */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  PodTemplate: ['template'],
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Where other kinds keep it that make pods: OpenShift's, Argo's, Knative's, Kruise's and more. */
const ELSEWHERE = ['spec', 'template'] as const;

/** The pod that an object is or makes. */
export function podOf(workload: Resource): Pod | undefined {
  const known = Object.hasOwn(TEMPLATES, workload.kind) ? TEMPLATES[workload.kind] : undefined;
  const template = valueAt(workload.node, ...(known ?? ELSEWHERE));
  const spec = valueAt(template, 'spec');
  if (!spec || (!known && !isSet(valueAt(spec, 'containers')))) return undefined;
  const lists = ['containers', 'initContainers', 'ephemeralContainers'] as const;
  const hasImage = (node: YamlNode) => isSet(valueAt(node, 'image'));
  const containers: Container[] = [];
  const pod: Pod = {
    workload,
    spec,
    metadata: valueAt(template, 'metadata'),
    containers,
    isWindows: textOf(valueAt(spec, 'os', 'name')) === 'windows',
    hasUserNamespace: isFalse(valueAt(spec, 'hostUsers')),
    partial: !lists.some((list) => valueAt(spec, list)?.items.some(hasImage)),
  };
  for (const list of lists)
    for (const node of valueAt(spec, list)?.items ?? [])
      containers.push({
        name: textOf(valueAt(node, 'name')),
        node,
        list,
        pod,
        partial: !hasImage(node),
      });
  return pod;
}

/** Where a finding about a key that a container lacks stands: its name key. */
export function containerLocation({ node }: Container): YamlNode['range'] {
  return (valueAt(node, 'name') ?? [...node.entries.values()][0] ?? node).key;
}

/** Where a finding about a key that a pod lacks stands: the workload's name key. */
export function workloadLocation({ node }: Resource): YamlNode['range'] {
  return (valueAt(node, 'metadata', 'name') ?? valueAt(node, 'kind') ?? node).key;
}

/** A field of a security context: a container's own, else its pod's. */
export function securityContextValue(
  container: Container,
  ...path: string[]
): YamlNode | undefined {
  return (
    valueAt(container.node, 'securityContext', ...path) ??
    valueAt(container.pod.spec, 'securityContext', ...path)
  );
}

/** The security contexts of a manifest's pods and containers, each with whom it is about. */
export function securityContexts(pods: readonly Pod[]) {
  return pods.flatMap((pod) => {
    const contexts: { whose: string; context: YamlNode; pod: Pod }[] = [];
    const add = (whose: string, holder: YamlNode) => {
      const context = valueAt(holder, 'securityContext');
      if (context) contexts.push({ whose, context, pod });
    };
    add('The pod', pod.spec);
    for (const { name, node } of pod.containers) add(`The container "${name}"`, node);
    return contexts;
  });
}

/** True for a quantity that is missing or nothing: `0`, `0Mi`, `0.0`. */
export function isZeroOrUnset(node: YamlNode | undefined): boolean {
  const text = textOf(node);
  return text === '' || /^0*\.?0*[a-zA-Z]*$/.test(text);
}
