import type { ManifestNode } from '../manifest-yaml.js';
import { isSet, isTrue, textOf, valueAt } from '../yaml-values.js';
import { CUSTOM_TEMPLATE_PATH, hasPodTemplate } from './pod-templates.js';
import { type Container, type Pod, podOf, podWith } from './pods.js';
import type { Resource } from './resources.js';

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
  /** It has no containers, only options of a pod: its other keys may be anything. */
  readonly isLoose: boolean;
}

/**
 * Containers that a custom object has at other places than `spec.template.spec`: those of pod templates, steps and sidecars
 * of Tekton, container and script of Argo Workflows, sidecars that an operator adds to its pods. Also options of a pod without
 * containers, such as `hostNetwork` of a workflow. Only in a pod template a missing key is a finding: elsewhere the operator
 * decides about it.
 */
export function embeddedPods(workload: Resource, known: ManifestNode | undefined): EmbeddedPod[] {
  const version = textOf(valueAt(workload.node, 'apiVersion'));
  if (PATTERNS.test(version)) return [];
  const isCustom = isCustomGroup(version);
  const found: EmbeddedPod[] = [];
  const visit = (node: ManifestNode, path: readonly string[], parent?: ManifestNode): void => {
    if (node === known) return;
    const places = containerPlaces(node);
    const isLoose = places.length === 0;
    if (!isLoose || (isCustom && hasPodOption(node))) {
      const pod = podAt({ workload, spec: node, parent, path }, places);
      found.push({ pod, path: path.join('.'), isLoose });
    }
    const own = new Set(places.map(({ at }) => at));
    for (const [key, value] of node.entries)
      if (!own.has(value)) visit(value, [...path, key], node);
    for (const [index, item] of node.items.entries()) visit(item, [...path, String(index)], node);
  };
  visit(workload.node, []);
  return found;
}

/** The pods in policies of Kyverno, Gatekeeper and OpenShift are patterns. */
const PATTERNS = /^(?:(?:[\w.-]+\.)?(?:kyverno\.io|gatekeeper\.sh)|security\.openshift\.io)\//;

/** Whether the objects of an API version are those of an operator, not of Kubernetes. */
export function isCustomGroup(apiVersion: string): boolean {
  return /^[^/]*\.[^/]*\//.test(apiVersion) && !/^(?:[^/]*\.)?k8s\.io\//.test(apiVersion);
}

/**
 * Whether a custom object only makes the pods of its template, as a Deployment does: such as Rollout of Argo and CloneSet of
 * OpenKruise.
 */
export function isLikeDeployment({ node }: Pick<Resource, 'node'>): boolean {
  return (
    isSet(valueAt(node, 'spec', 'selector', 'matchLabels')) &&
    isSet(valueAt(node, ...CUSTOM_TEMPLATE_PATH, 'spec', 'containers'))
  );
}

function hasPodOption(node: ManifestNode): boolean {
  return (
    ['hostNetwork', 'hostPID', 'hostIPC'].some((key) => isTrue(valueAt(node, key))) ||
    valueAt(node, 'securityContext')?.kind === 'map' ||
    (valueAt(node, 'volumes')?.items ?? []).some((one) => isSet(valueAt(one, 'hostPath')))
  );
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
const SINGLE = ['container', 'script', 'stepTemplate'];

function containerPlaces(node: ManifestNode): ContainerPlace[] {
  const places: ContainerPlace[] = [];
  for (const [key, list] of Object.entries(LISTS)) {
    const at = node.entries.get(key);
    if (at?.items.some(isContainer)) places.push({ at, list });
  }
  for (const key of SINGLE) {
    const at = node.entries.get(key);
    if (at && isContainer(at)) places.push({ at, list: 'other' });
  }
  return places;
}

/** A container, or what an operator adds to one. */
function isContainer(node: ManifestNode): boolean {
  return hasImage(node) || valueAt(node, 'securityContext')?.kind === 'map';
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
      // A container of Argo Workflows has the name of its template.
      const name = textOf(valueAt(node, 'name')) || textOf(valueAt(spec, 'name')) || workload.name;
      containers.push({ name, node, list, pod, partial: partial || !hasImage(node) });
    }
  return pod;
}
