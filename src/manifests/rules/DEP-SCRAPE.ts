import { hasPodTemplate } from '../kubernetes/pod-templates.js';
import { describeResource } from '../kubernetes/resources.js';
import { isPlain } from '../plain-value.js';
import { defineManifestRule } from '../rule.js';
import { isTrue, textOf, valueAt } from '../yaml-values.js';

const SCRAPE = 'prometheus.io/scrape';
const PORT = 'prometheus.io/port';

/** Source: Prometheus, example configuration for Kubernetes (prometheus-kubernetes.yml). */
export default defineManifestRule({
  id: 'DEP-SCRAPE',
  name: 'scrape-annotations',
  severity: 'low',
  severityReason: 'A mistake without an attacker: nothing is measured',
  practice: 'monitoring',
  title: 'Annotation for Prometheus has no effect',
  why: 'Prometheus finds pods by the annotations of the pod. If they are elsewhere or name no port number, nothing is measured, and no alert is ever raised.',
  remediation:
    'Set the annotations in `spec.template.metadata`, and `prometheus.io/port` to the number of the port',
  references: [
    'https://github.com/prometheus/prometheus/blob/main/documentation/examples/prometheus-kubernetes.yml',
  ],
  wrong:
    'kind: Deployment\nmetadata: { name: web, annotations: { prometheus.io/scrape: "true" } }\nspec:\n  template:\n    spec: { containers: [{ name: web, image: x:1 }] }',
  right:
    'kind: Deployment\nmetadata: { name: web }\nspec:\n  template:\n    metadata: { annotations: { prometheus.io/scrape: "true" } }\n    spec: { containers: [{ name: web, image: x:1 }] }',
  check(manifest, report) {
    for (const { workload, metadata, partial } of manifest.pods) {
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
      // A container need not list its ports: Prometheus reads any on which it listens.
      if (!isPortNumber(textOf(port)))
        report({
          at: port.range,
          about: `${workload.kind} ${workload.name} port ${textOf(port)}`,
          message: `Prometheus cannot read port "${textOf(port)}" of ${subject}: it is not a port number`,
        });
    }
  },
});

function isPortNumber(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}
