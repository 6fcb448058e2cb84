import { countsAllPods, limitsFor, type PlacedManifest } from '../cluster/namespace-limits.js';
import { isAmountKnown, podAmount, podCount } from '../kubernetes/pod-amounts.js';
import { hasPodTemplate } from '../kubernetes/pod-templates.js';
import type { Container, Pod } from '../kubernetes/pods.js';
import { quantityOf, quantityText } from '../kubernetes/quantities.js';
import { describeResource, type Resource, workloadLocation } from '../kubernetes/resources.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule, type ManifestObservation } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Source: Kubernetes, "Limit Ranges" and "Resource Quotas". */
export default defineManifestRule({
  id: 'DEP-QUOTA',
  name: 'fits-namespace-limits',
  severity: 'low',
  severityReason: 'A mistake without an attacker: the cluster refuses the pod',
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
      const ranges = rangesOf('Container', manifest, workload.namespace);
      for (const container of pod.containers)
        if (container.list === 'containers' || container.list === 'initContainers')
          for (const resource of RESOURCES) reportRanges(container, resource, ranges, report);
      for (const range of rangesOf('Pod', manifest, workload.namespace))
        for (const resource of RESOURCES) reportPodRange(pod, resource, range, report);
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

/** The limits that one item of a LimitRange sets for each container or pod. */
interface ItemOfRange {
  readonly range: Resource;
  readonly item: ManifestNode;
}

function rangesOf(
  type: 'Container' | 'Pod',
  manifest: PlacedManifest,
  namespace: string,
): ItemOfRange[] {
  return limitsFor(manifest, 'LimitRange', namespace).flatMap((range) =>
    (valueAt(range.node, 'spec', 'limits')?.items ?? []).flatMap((item) =>
      textOf(valueAt(item, 'type')) === type ? [{ range, item }] : [],
    ),
  );
}

function reportRanges(
  container: Container,
  resource: ResourceName,
  ranges: readonly ItemOfRange[],
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
    const times = excessOf(request, limit, bound('maxLimitRequestRatio'));
    if (!found && limit && times !== undefined)
      report({
        at: limit.range,
        about: `${container.name} ${resource}`,
        message: `Container "${container.name}" has a ${NAMES[resource]} limit of ${times} times its request: LimitRange "${range.name}" allows ${textOf(bound('maxLimitRequestRatio'))}`,
      });
  }
}

/** How often the limit is the request, if that is more than a LimitRange allows; undefined if not. */
function excessOf(
  request: ManifestNode | undefined,
  limit: ManifestNode | undefined,
  ratio: ManifestNode | undefined,
): number | undefined {
  const [least, most, allowed] = [request, limit, ratio].map(quantityOf);
  if (!least || most === undefined || allowed === undefined) return undefined;
  return most / least > allowed + TOLERANCE ? Math.round((most / least) * 10) / 10 : undefined;
}

/** The limits that a LimitRange sets for the containers of a pod together. */
function reportPodRange(
  pod: Pod,
  resource: ResourceName,
  { range, item }: ItemOfRange,
  report: Report,
): void {
  const [max, min] = [valueAt(item, 'max', resource), valueAt(item, 'min', resource)];
  const [upper, lower] = [podAmount(pod, 'limits', resource), podAmount(pod, 'requests', resource)];
  const [largest, least] = [quantityOf(max), quantityOf(min)];
  const problems = [
    { amount: Math.max(upper, lower), bound: largest, sign: 1, is: 'above the maximum', of: max },
    {
      amount: lower,
      bound: isAmountKnown(pod, resource) ? least : undefined,
      sign: -1,
      is: 'below the minimum',
      of: min,
    },
  ];
  const found = problems.find(
    ({ amount, bound, sign }) => bound !== undefined && (amount - bound) * sign > TOLERANCE,
  );
  const owner = describeResource(pod.workload);
  const subject = pod.workload.kind === 'Pod' ? owner : `A pod of ${owner}`;
  if (found)
    report({
      at: workloadLocation(pod.workload),
      about: `${pod.workload.kind} ${pod.workload.name} ${resource} pod`,
      message: `${subject} has ${NAMES[resource]} ${quantityText(found.amount, resource)}, ${found.is} ${textOf(found.of)} of LimitRange "${range.name}"`,
    });
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

/** What all pods need together, at least. */
function neededOf(
  pod: Pod,
  key: string,
  count: number,
): { readonly amount: number; readonly text: string } | undefined {
  if (key === 'pods') return { amount: count, text: `${count} pods` };
  const [, device] = /^requests\.([\w.-]+\/[\w.-]+)$/.exec(key) ?? [];
  if (device !== undefined) {
    const amount = count * podAmount(pod, 'requests', device);
    return { amount, text: `${amount} ${device}` };
  }
  const [, list = 'requests', resource] =
    /^(?:(requests|limits)\.)?(cpu|memory|ephemeral-storage)$/.exec(key) ?? [];
  if (!isResource(resource)) return undefined;
  const amount = count * podAmount(pod, list === 'limits' ? list : 'requests', resource);
  const what = list === 'limits' ? `a ${NAMES[resource]} limit of` : `${NAMES[resource]}`;
  return { amount, text: `${what} ${quantityText(amount, resource)}` };
}

function isResource(text: string | undefined): text is ResourceName {
  return RESOURCES.some((one) => one === text);
}
