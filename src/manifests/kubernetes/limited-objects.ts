import { limited, limitNote, MAX_RESOURCES, MAX_WORKLOADS } from '../limit-notes.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { podsOf } from './embedded-pods.js';
import type { Container, Pod } from './pods.js';
import { type Resource, resourcesOf } from './resources.js';
import { missingContainers } from './shapes.js';

/** What a Kubernetes manifest consists of; the notes say what of it is beyond a limit. */
export interface KubernetesObjects {
  /** Every object; the items of a List are separate objects. */
  readonly resources: readonly Resource[];
  readonly pods: readonly Pod[];
  /** The containers of all pods. */
  readonly containers: readonly Container[];
  /** Workloads without containers, one sentence each. A patch of Kustomize can lack them. */
  readonly withoutContainers: readonly string[];
  readonly notes: readonly string[];
}

/** The objects and pods of documents. */
export function kubernetesObjects(documents: readonly ManifestNode[]): KubernetesObjects {
  const all = documents.flatMap((document) => resourcesOf(document));
  const resources = all.slice(0, MAX_RESOURCES);
  const { pods, containers, read, isCut } = limitedPods(resources);
  return {
    resources,
    pods,
    containers,
    withoutContainers: limited(missingContainers(read, pods)),
    notes: [
      ...(all.length > MAX_RESOURCES ? limitNote(all.length, 'objects', MAX_RESOURCES) : []),
      ...(isCut ? limitNote(MAX_WORKLOADS + 1, 'containers') : []),
    ],
  };
}

/** The pods up to the limit of containers, and the resources up to the last of them. */
function limitedPods(resources: readonly Resource[]) {
  const pods: Pod[] = [];
  const containers: Container[] = [];
  for (const [index, resource] of resources.entries()) {
    for (const pod of podsOf(resource)) {
      const left = MAX_WORKLOADS - containers.length;
      const kept = pod.containers.length > left ? withFirstContainers(pod, left) : pod;
      pods.push(kept);
      for (const container of kept.containers) containers.push(container);
      if (kept !== pod) return { pods, containers, read: resources.slice(0, index), isCut: true };
    }
  }
  return { pods, containers, read: resources, isCut: false };
}

function withFirstContainers(whole: Pod, count: number): Pod {
  const containers: Container[] = [];
  const pod = { ...whole, containers };
  for (const container of whole.containers.slice(0, count)) containers.push({ ...container, pod });
  return pod;
}
