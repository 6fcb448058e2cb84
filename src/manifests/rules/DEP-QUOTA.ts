import { countsAllPods, limitsFor, type PlacedManifest } from '../kubernetes/namespace-limits.js';
import { quantityOf, quantityText } from '../kubernetes/quantities.js';
import {
  type Container,
  describeResource,
  hasPodTemplate,
  type Pod,
  type Resource,
  workloadLocation,
} from '../kubernetes/resources.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineRule, type ManifestObservation } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Source: Kubernetes, "Limit Ranges" and "Resource Quotas". */
export default defineRule({
  id: 'DEP-QUOTA',
  name: 'fits-namespace-limits',
  severity: 'medium',
  practice: 'denial-of-service',
  title: 'Limits of the namespace refuse the pod',
  why: 'The API server refuses the pod, so the workload does not start or cannot be updated. The deployment itself is accepted, and nobody is told.',
  remediation:
    'Set requests and limits that the LimitRange and the ResourceQuota allow, or change these',
  references: [
    'https://kubernetes.io/docs/concepts/policy/limit-range/',
    'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  ],
  wrong:
    'kind: LimitRange\nmetadata: { name: small, namespace: shop }\nspec: { limits: [{ type: Container, max: { memory: 512Mi } }] }\n---\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec: { containers: [{ name: web, image: x:1, resources: { limits: { memory: 1Gi } } }] }',
  right:
    'kind: LimitRange\nmetadata: { name: small, namespace: shop }\nspec: { limits: [{ type: Container, max: { memory: 512Mi } }] }\n---\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec: { containers: [{ name: web, image: x:1, resources: { limits: { memory: 256Mi } } }] }',
  check(manifest, report) {
    for (const pod of manifest.pods) {
      const { workload, partial } = pod;
      if (partial || !hasPodTemplate(workload.kind)) continue;
      const ranges = containerRanges(manifest, workload.namespace);
      for (const container of pod.containers)
        if (container.list === 'containers' || container.list === 'initContainers')
          for (const resource of RESOURCES) reportRanges(container, resource, ranges, report);
      for (const quota of limitsFor(manifest, 'ResourceQuota', workload.namespace))
        if (countsAllPods(quota)) reportQuota(pod, quota, report);
    }
  },
});

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'] as const;
type ResourceName = (typeof RESOURCES)[number];
const NAMES: Readonly<Record<ResourceName, string>> = {
  cpu: 'CPU',
  memory: 'memory',
  'ephemeral-storage': 'storage',
};

type Report = (observation: ManifestObservation) => void;

/** The limits that one item of a LimitRange sets for each container. */
interface ContainerRange {
  readonly range: Resource;
  readonly item: ManifestNode;
}

function containerRanges(manifest: PlacedManifest, namespace: string): ContainerRange[] {
  return limitsFor(manifest, 'LimitRange', namespace).flatMap((range) =>
    (valueAt(range.node, 'spec', 'limits')?.items ?? []).flatMap((item) =>
      textOf(valueAt(item, 'type')) === 'Container' ? [{ range, item }] : [],
    ),
  );
}

function reportRanges(
  container: Container,
  resource: ResourceName,
  ranges: readonly ContainerRange[],
  report: Report,
): void {
  const [request, limit] = ['requests', 'limits'].map((key) =>
    valueAt(container.node, 'resources', key, resource),
  );
  for (const { range, item } of ranges) {
    const bound = (key: string) => valueAt(item, key, resource);
    // Without a request, the limit is one. Without a limit, the default is one.
    const lower = request ?? limit;
    const upper = limit ?? request;
    const standard = ranges.length === 1 && !limit ? (bound('default') ?? bound('max')) : undefined;
    const subject = `Container "${container.name}" has ${NAMES[resource]}`;
    const problems = [
      { at: upper, other: bound('max'), sign: 1, is: 'above the maximum' },
      { at: lower, other: bound('min'), sign: -1, is: 'below the minimum' },
      { at: request, other: standard, sign: 1, is: 'above the default limit' },
    ];
    const found = problems.find(({ at, other, sign }) => isBeyond(at, other, sign));
    if (found?.at)
      report({
        at: found.at.range,
        about: `${container.name} ${resource}`,
        message: `${subject} ${textOf(found.at)}, ${found.is} ${textOf(found.other)} of LimitRange "${range.name}"`,
      });
  }
}

function isBeyond(
  node: ManifestNode | undefined,
  other: ManifestNode | undefined,
  sign: number,
): boolean {
  const [amount, bound] = [quantityOf(node), quantityOf(other)];
  return amount !== undefined && bound !== undefined && (amount - bound) * sign > TOLERANCE;
}

/** Less than one unit of the smallest quantity that people write. */
const TOLERANCE = 1e-6;

/** What the pods of one workload need is compared with the whole quota: other workloads only add to it. */
function reportQuota(pod: Pod, quota: Resource, report: Report): void {
  const { workload } = pod;
  const count = podCount(workload);
  for (const [key, hard] of valueAt(quota.node, 'spec', 'hard')?.entries ?? []) {
    const allowed = quantityOf(hard);
    const needed = neededOf(pod, key, count);
    if (allowed === undefined || needed === undefined || needed.amount <= allowed + TOLERANCE)
      continue;
    report({
      at: workloadLocation(workload),
      about: `${workload.kind} ${workload.name} ${key}`,
      message: `${describeResource(workload)} needs ${needed.text}, above the ${textOf(hard)} of ResourceQuota "${quota.name}"`,
    });
  }
}

/** What the containers of all pods have together, at least: those without a value count as none. */
function neededOf(
  { containers }: Pod,
  key: string,
  count: number,
): { readonly amount: number; readonly text: string } | undefined {
  if (key === 'pods') return { amount: count, text: `${count} pods` };
  const [, list = 'requests', resource] =
    /^(?:(requests|limits)\.)?(cpu|memory|ephemeral-storage)$/.exec(key) ?? [];
  if (!isResource(resource)) return undefined;
  const amounts = containers.map((one) => {
    if (one.list !== 'containers') return 0;
    const own = valueAt(one.node, 'resources', list, resource);
    return quantityOf(own ?? valueAt(one.node, 'resources', 'limits', resource)) ?? 0;
  });
  const amount = count * amounts.reduce((sum, one) => sum + one, 0);
  const what = list === 'limits' ? `a ${NAMES[resource]} limit of` : `${NAMES[resource]}`;
  return { amount, text: `${what} ${quantityText(amount, resource)}` };
}

function isResource(text: string | undefined): text is ResourceName {
  return RESOURCES.some((one) => one === text);
}

/** The pods that a workload has at the same time, at least. */
function podCount({ kind, node }: Resource): number {
  const key = kind === 'Job' ? 'parallelism' : 'replicas';
  if (kind === 'Pod' || kind === 'DaemonSet' || kind === 'CronJob' || kind === 'PodTemplate')
    return 1;
  return quantityOf(valueAt(node, 'spec', key)) ?? 1;
}
