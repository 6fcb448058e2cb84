import { definitionsOf, isPlain } from '../kubernetes/definitions.js';
import { isSameNamespace } from '../kubernetes/pod-labels.js';
import { hasRequest } from '../kubernetes/requests.js';
import { describeResource, type Resource } from '../kubernetes/resources.js';
import type { Manifest } from '../manifest.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: Kubernetes, "Horizontal Pod Autoscaling". */
export default defineRule({
  id: 'DEP-HPA',
  name: 'autoscaler-can-scale',
  severity: 'low',
  practice: 'denial-of-service',
  title: 'Autoscaler cannot scale',
  why: 'Under load no pod is added. A utilization is a share of the request, so without a request nothing can be measured.',
  remediation:
    'Set `maxReplicas` above `minReplicas`, and a request for the measured resource in each container',
  references: [
    'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/',
  ],
  wrong:
    'kind: HorizontalPodAutoscaler\nmetadata: { name: web }\nspec: { minReplicas: 3, maxReplicas: 3 }',
  right:
    'kind: HorizontalPodAutoscaler\nmetadata: { name: web }\nspec: { minReplicas: 3, maxReplicas: 9 }',
  check(manifest, report) {
    for (const scaler of manifest.resources) {
      if (scaler.kind !== 'HorizontalPodAutoscaler') continue;
      const subject = describeResource(scaler);
      const max = valueAt(scaler.node, 'spec', 'maxReplicas');
      const [lowest, highest] = [minimum(scaler), Number(textOf(max))];
      if (max && highest <= lowest)
        report({
          at: max.range,
          about: scaler.name,
          message: `${subject} cannot scale: it has at least ${lowest} and at most ${highest} pods`,
        });
      for (const { at, resource } of utilizations(scaler)) {
        const container = containerWithout(scaler, resource, manifest.allManifests);
        if (container !== undefined)
          report({
            at: at.range,
            about: `${scaler.name} ${resource}`,
            message: `${subject} cannot measure the ${NAMES[resource]} of "${container}", which requests none`,
          });
      }
    }
  },
});

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
  const target = valueAt(scaler.node, 'spec', 'scaleTargetRef');
  const [kind, name] = [textOf(valueAt(target, 'kind')), textOf(valueAt(target, 'name'))];
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
