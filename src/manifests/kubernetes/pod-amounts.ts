import type { ManifestNode } from '../manifest-yaml.js';
import { isTrue, textOf, valueAt } from '../yaml-values.js';
import type { Container, Pod } from './pods.js';
import { quantityOf } from './quantities.js';
import type { Resource } from './resources.js';

export type AmountList = 'requests' | 'limits';

/** What a container or pod sets: a limit counts as a request, too, if there is none. */
function amountNode(
  holder: ManifestNode,
  list: AmountList,
  resource: string,
): ManifestNode | undefined {
  return (
    valueAt(holder, 'resources', list, resource) ?? valueAt(holder, 'resources', 'limits', resource)
  );
}

/**
 * What a pod requests of a resource, or its limit, at least: containers without a value count as none. Source: Kubernetes,
 * "Resource sharing within containers", "Assign Pod-level CPU and memory resources".
 */
export function podAmount({ spec, containers }: Pod, list: AmountList, resource: string): number {
  const own = quantityOf(valueAt(spec, 'resources', list, resource));
  if (own !== undefined) return own;
  const amountOf = ({ node }: Container) => quantityOf(amountNode(node, list, resource)) ?? 0;
  const together = containers.filter(runsWithPod).reduce((sum, one) => sum + amountOf(one), 0);
  const first = containers.filter(({ list: of }) => of === 'initContainers').map(amountOf);
  // Without requests of containers, the limit of the pod is its request.
  const ofPod = quantityOf(valueAt(spec, 'resources', 'limits', resource)) ?? 0;
  return Math.max(together, ...first) || ofPod;
}

/** Whether each container that runs with the pod, or the pod, says what it requests. */
export function isAmountKnown({ spec, containers }: Pod, resource: string): boolean {
  const isKnown = (holder: ManifestNode) =>
    quantityOf(amountNode(holder, 'requests', resource)) !== undefined;
  return isKnown(spec) || containers.filter(runsWithPod).every(({ node }) => isKnown(node));
}

function runsWithPod({ list, node }: Container): boolean {
  const isSidecar =
    list === 'initContainers' && textOf(valueAt(node, 'restartPolicy')) === 'Always';
  return list === 'containers' || isSidecar;
}

/** The pods that a workload has at the same time, at least. */
export function podCount({ kind, node }: Resource): number {
  if (kind === 'CronJob') {
    const isSuspended = isTrue(valueAt(node, 'spec', 'suspend'));
    return isSuspended ? 0 : jobPods(valueAt(node, 'spec', 'jobTemplate', 'spec'));
  }
  if (kind === 'Job') return jobPods(valueAt(node, 'spec'));
  if (kind === 'Pod' || kind === 'DaemonSet' || kind === 'PodTemplate') return 1;
  return quantityOf(valueAt(node, 'spec', 'replicas')) ?? 1;
}

/** A job has no more pods than completions are left. Source: Kubernetes, "Jobs", "Controlling parallelism". */
function jobPods(spec: ManifestNode | undefined): number {
  if (isTrue(valueAt(spec, 'suspend'))) return 0;
  const parallelism = quantityOf(valueAt(spec, 'parallelism')) ?? 1;
  const completions = valueAt(spec, 'completions');
  return completions ? Math.min(parallelism, quantityOf(completions) ?? 1) : parallelism;
}
