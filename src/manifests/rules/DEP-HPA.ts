import { addTo } from '../../lib/group-by.js';
import { definitionsOf } from '../cluster/definitions.js';
import { isSameNamespace } from '../cluster/pod-labels.js';
import { hasRequest } from '../cluster/requests.js';
import { describeResource, type Resource } from '../kubernetes/resources.js';
import type { Manifest } from '../manifest.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { isPlain } from '../plain-value.js';
import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: Kubernetes, "Horizontal Pod Autoscaling". */
export default defineManifestRule({
  id: 'DEP-HPA',
  name: 'autoscaler-can-scale',
  severity: 'low',
  severityReason: 'A mistake without an attacker: the number of pods does not follow the load',
  practice: 'denial-of-service',
  title: 'Autoscaler cannot scale, or its scaling is undone',
  why: 'Under load no pod is added. A utilization is a share of the request, so without a request nothing can be measured. If the manifest also sets `replicas`, each deployment goes back to that number, also under load.',
  remediation:
    'Set `maxReplicas` above `minReplicas`, and a request for the measured resource in each container, and remove `replicas` from the scaled workload',
  references: [
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling',
    'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/',
  ],
  wrong:
    'kind: HorizontalPodAutoscaler\nmetadata: { name: web }\nspec: { minReplicas: 3, maxReplicas: 3 }',
  right:
    'kind: HorizontalPodAutoscaler\nmetadata: { name: web }\nspec: { minReplicas: 3, maxReplicas: 9 }',
  check(manifest, report) {
    const { hasUnread } = definitionsOf(manifest.allManifests);
    for (const scaler of manifest.resources) {
      if (scaler.kind !== 'HorizontalPodAutoscaler') continue;
      const subject = describeResource(scaler);
      const max = valueAt(scaler.node, 'spec', 'maxReplicas');
      const [lowest, highest] = [minimum(scaler), Number(textOf(max))];
      if (max && highest <= lowest)
        report({
          at: max.range,
          about: scaler.name,
          advice: 'Set `maxReplicas` above `minReplicas`',
          message: `${subject} cannot scale: it has at least ${lowest} and at most ${highest} pods`,
        });
      for (const { at, resource } of utilizations(scaler)) {
        const container = containerWithout(scaler, resource, manifest.allManifests);
        // A LimitRange sets requests, too.
        if (container !== undefined && !hasUnread(manifest.path))
          report({
            at: at.range,
            about: `${scaler.name} ${resource}`,
            advice: 'Set a request for the measured resource in each container',
            message: `${subject} cannot measure the ${NAMES[resource]} of "${container}", which requests none`,
          });
      }
    }
    for (const { workload, partial } of manifest.pods) {
      const replicas = valueAt(workload.node, 'spec', 'replicas');
      // With 0 the autoscaler is switched off.
      if (partial || !replicas || !(Number(textOf(replicas)) > 0)) continue;
      const scaler = scalerOf(workload, manifest.allManifests);
      if (scaler)
        report({
          at: replicas.range,
          about: `${workload.kind} ${workload.name} replicas`,
          advice: 'Remove `replicas` from the scaled workload',
          message: `${describeResource(workload)} sets replicas: each deployment undoes what ${describeResource(scaler)} scaled`,
        });
    }
  },
});

/** The autoscalers of a repository by what they scale. Computed once, since each workload asks. */
const scalers = new WeakMap<readonly Manifest[], ReadonlyMap<string, readonly Resource[]>>();

function scalerOf(workload: Resource, manifests: readonly Manifest[]): Resource | undefined {
  const known = scalers.get(manifests) ?? scalersByTarget(manifests);
  scalers.set(manifests, known);
  return known
    .get(`${workload.kind}\n${workload.name}`)
    ?.find(({ namespace }) => isSameNamespace(namespace, workload.namespace));
}

function scalersByTarget(manifests: readonly Manifest[]): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const { resources } of manifests)
    for (const scaler of resources) {
      if (scaler.kind !== 'HorizontalPodAutoscaler') continue;
      const { kind, name } = targetOf(scaler);
      const key = `${kind}\n${name}`;
      if (isPlain(name)) addTo(found, key, scaler);
    }
  return found;
}

function targetOf({ node }: Resource): { kind: string; name: string } {
  const target = valueAt(node, 'spec', 'scaleTargetRef');
  return { kind: textOf(valueAt(target, 'kind')), name: textOf(valueAt(target, 'name')) };
}

const NAMES = { cpu: 'CPU', memory: 'memory' } as const;

type ResourceName = keyof typeof NAMES;

function minimum({ node }: Resource): number {
  const min = valueAt(node, 'spec', 'minReplicas');
  return isSet(min) ? Number(textOf(min)) : 1;
}

/** What is measured as a share of the request, with the place that says so. */
function utilizations({ node }: Resource): { at: ManifestNode; resource: ResourceName }[] {
  const old = valueAt(node, 'spec', 'targetCPUUtilizationPercentage');
  const metrics = valueAt(node, 'spec', 'metrics')?.items ?? [];
  const measured = metrics.flatMap((metric) => {
    const name = valueAt(metric, 'resource', 'name');
    const text = textOf(name);
    const isShare = textOf(valueAt(metric, 'resource', 'target', 'type')) === 'Utilization';
    return name && isShare && (text === 'cpu' || text === 'memory')
      ? [{ at: name, resource: text } as const]
      : [];
  });
  return isSet(old) ? [{ at: old, resource: 'cpu' }, ...measured] : measured;
}

/** The name of a container of the scaled workload that requests none of the resource. */
function containerWithout(
  scaler: Resource,
  resource: ResourceName,
  manifests: readonly Manifest[],
): string | undefined {
  const { kind, name } = targetOf(scaler);
  if (!isPlain(name) || !definitionsOf(manifests).has(kind, name, scaler.namespace)) return;
  const containers = manifests.flatMap(({ pods }) =>
    pods.flatMap(({ workload, containers: own }) =>
      workload.kind === kind &&
      workload.name === name &&
      isSameNamespace(workload.namespace, scaler.namespace)
        ? own
        : [],
    ),
  );
  const isAsked = (list: string) => list === 'containers';
  return containers.find(
    (one) => isAsked(one.list) && !one.partial && !hasRequest(one, resource, manifests),
  )?.name;
}
