import type { ManifestNode } from '../manifest-yaml.js';
import { isFalse, isSet, textOf, valueAt } from '../yaml-values.js';
import { CUSTOM_TEMPLATE_PATH, POD_TEMPLATE_PATHS } from './pod-templates.js';
import type { Resource } from './resources.js';

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

/** The place for a finding about a key that a container does not have: its name key. */
export function containerLocation({ node }: Container): ManifestNode['range'] {
  return (valueAt(node, 'name') ?? [...node.entries.values()][0] ?? node).key;
}
