import { isPlain } from '../kubernetes/definitions.js';
import { describeResource, hasPodTemplate, type Pod } from '../kubernetes/resources.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineRule } from '../rule.js';
import { isTrue, textOf, valueAt } from '../yaml-values.js';

const SCRAPE = 'prometheus.io/scrape';
const PORT = 'prometheus.io/port';

/** Source: Prometheus, example configuration for Kubernetes (prometheus-kubernetes.yml). */
export default defineRule({
  id: 'DEP-SCRAPE',
  name: 'scrape-annotations',
  severity: 'low',
  practice: 'monitoring',
  title: 'Annotation for Prometheus has no effect',
  why: 'Prometheus finds pods by the annotations of the pod. If they are elsewhere or name another port, nothing is measured, and no alert is ever raised.',
  remediation:
    'Set the annotations in `spec.template.metadata`, and `prometheus.io/port` to the number of a container port',
  references: [
    'https://github.com/prometheus/prometheus/blob/main/documentation/examples/prometheus-kubernetes.yml',
  ],
  wrong:
    'kind: Deployment\nmetadata: { name: web, annotations: { prometheus.io/scrape: "true" } }\nspec:\n  template:\n    spec: { containers: [{ name: web, image: x:1 }] }',
  right:
    'kind: Deployment\nmetadata: { name: web }\nspec:\n  template:\n    metadata: { annotations: { prometheus.io/scrape: "true" } }\n    spec: { containers: [{ name: web, image: x:1 }] }',
  check(manifest, report) {
    for (const pod of manifest.pods) {
      const { workload, metadata, partial } = pod;
      if (partial || !hasPodTemplate(workload.kind)) continue;
      const own = valueAt(metadata, 'annotations');
      const outer = valueAt(workload.node, 'metadata', 'annotations', SCRAPE);
      const subject = describeResource(workload);
      if (workload.kind !== 'Pod' && isTrue(outer) && !valueAt(own, SCRAPE))
        report({
          at: outer?.key ?? workload.node.range,
          about: `${workload.kind} ${workload.name}`,
          message: `Prometheus does not find ${subject}: the annotation is not in its pod template`,
        });
      const port = valueAt(own, PORT);
      if (!isTrue(valueAt(own, SCRAPE)) || !port || !isPlain(textOf(port))) continue;
      const problem = problemOf(port, pod);
      if (problem !== undefined)
        report({
          at: port.range,
          about: `${workload.kind} ${workload.name} port`,
          message: `Prometheus cannot read port "${textOf(port)}" of ${subject}: ${problem}`,
        });
    }
  },
});

/** Why Prometheus does not read the port; undefined if it can. Containers need not list their ports. */
function problemOf(port: ManifestNode, { containers, spec }: Pod): string | undefined {
  const text = textOf(port);
  if (!/^\d+$/.test(text)) return 'it is not a number';
  const ports = containers.flatMap(({ node }) => valueAt(node, 'ports')?.items ?? []);
  const numbers = ports.map((one) => textOf(valueAt(one, 'containerPort')));
  // On the network of the host, other programs of the machine answer, too.
  if (ports.length === 0 || isTrue(valueAt(spec, 'hostNetwork'))) return undefined;
  return numbers.includes(text) || !numbers.every((one) => /^\d+$/.test(one))
    ? undefined
    : 'no container has it';
}
