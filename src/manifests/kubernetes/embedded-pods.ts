import type { ManifestNode } from '../manifest-yaml.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';
import {
  type Container,
  hasPodTemplate,
  type Pod,
  podOf,
  podWith,
  type Resource,
} from './resources.js';

/** All pods that an object is or creates; in custom objects, they can be anywhere. */
export function podsOf(workload: Resource): Pod[] {
  const pod = podOf(workload);
  if (hasPodTemplate(workload.kind)) return pod ? [pod] : [];
  const embedded = embeddedPods(workload, pod?.spec).map((one) => one.pod);
  return pod ? [pod, ...embedded] : embedded;
}

/** A pod specification somewhere in an object, with the keys that lead to it. */
export interface EmbeddedPod {
  readonly pod: Pod;
  /** `spec.podTemplate.spec` */
  readonly path: string;
}

/**
 * Containers that a custom object has at other places than `spec.template.spec`: those of pod templates, steps and sidecars
 * of Tekton, container and script of Argo Workflows, sidecars that an operator adds to its pods. Only in a pod template a
 * missing key is a finding: elsewhere the operator decides about it.
 */
export function embeddedPods(workload: Resource, known: ManifestNode | undefined): EmbeddedPod[] {
  // The pods in policies of Kyverno are patterns.
  if (/^([\w.-]+\.)?kyverno\.io\//.test(textOf(valueAt(workload.node, 'apiVersion')))) return [];
  const found: EmbeddedPod[] = [];
  const visit = (node: ManifestNode, path: readonly string[], parent?: ManifestNode): void => {
    if (node === known) return;
    const places = containerPlaces(node);
    if (places.length > 0) {
      const pod = podAt({ workload, spec: node, parent, path }, places);
      found.push({ pod, path: path.join('.') });
    }
    const isContainer = new Set(places.map(({ at }) => at));
    for (const [key, value] of node.entries)
      if (!isContainer.has(value)) visit(value, [...path, key], node);
    for (const [index, item] of node.items.entries()) visit(item, [...path, String(index)], node);
  };
  visit(workload.node, []);
  return found;
}

/** A list of containers, or one container. */
interface ContainerPlace {
  readonly at: ManifestNode;
  readonly list: Container['list'];
}

const LISTS = {
  containers: 'containers',
  initContainers: 'initContainers',
  ephemeralContainers: 'ephemeralContainers',
  sidecars: 'other',
  steps: 'other',
} as const;
const SINGLE = ['container', 'script'];

function containerPlaces(node: ManifestNode): ContainerPlace[] {
  const places: ContainerPlace[] = [];
  for (const [key, list] of Object.entries(LISTS)) {
    const at = node.entries.get(key);
    if (at?.items.some(hasImage)) places.push({ at, list });
  }
  for (const key of SINGLE) {
    const at = node.entries.get(key);
    if (at && hasImage(at)) places.push({ at, list: 'other' });
  }
  return places;
}

function hasImage(node: ManifestNode): boolean {
  const image = valueAt(node, 'image');
  return image?.kind === 'scalar' && isSet(image);
}

interface PodPlace {
  readonly workload: Resource;
  readonly spec: ManifestNode;
  readonly parent: ManifestNode | undefined;
  readonly path: readonly string[];
}

function podAt({ workload, spec, parent, path }: PodPlace, places: readonly ContainerPlace[]): Pod {
  const [holder = '', key] = path.slice(-2);
  const partial = !(key === 'spec' && /template$/i.test(holder));
  const containers: Container[] = [];
  const pod = podWith(containers, { workload, spec, parent, partial });
  for (const { at, list } of places)
    for (const node of at.kind === 'list' ? at.items : [at]) {
      const name = textOf(valueAt(node, 'name'));
      containers.push({ name, node, list, pod, partial: partial || !hasImage(node) });
    }
  return pod;
}
