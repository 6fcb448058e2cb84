import { definitionsOf, WORKLOAD } from '../cluster/definitions.js';
import { labelsOf } from '../cluster/pod-labels.js';
import { containerPortNames, isPortName } from '../kubernetes/ports.js';
import { describeResource } from '../kubernetes/resources.js';
import { isPlain } from '../plain-value.js';
import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-TARGETPORT',
  name: 'target-port-exists',
  severity: 'low',
  severityReason: 'A mistake without an attacker: no connection reaches the program',
  practice: 'maintainability',
  title: 'Service sends to a port that no container names',
  why: 'Kubernetes looks up the name among the ports of the containers; without one the service has no endpoint for the port, and connections are refused.',
  remediation: 'Use the name of a port of the container, or add the port to the container',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/'],
  aliases: ['target-port'],
  wrong:
    'kind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }] }\n---\nkind: Pod\nmetadata: { name: web, labels: { app: web } }\nspec: { containers: [{ name: web, image: x:1, ports: [{ name: web, containerPort: 8080 }] }] }',
  right:
    'kind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80, targetPort: web }] }\n---\nkind: Pod\nmetadata: { name: web, labels: { app: web } }\nspec: { containers: [{ name: web, image: x:1, ports: [{ name: web, containerPort: 8080 }] }] }',
  check(manifest, report) {
    const { countNear, podsWith } = definitionsOf(manifest.allManifests);
    if (countNear(manifest.path, WORKLOAD) === 0) return;
    for (const resource of manifest.resources) {
      const selector = valueAt(resource.node, 'spec', 'selector');
      if (resource.kind !== 'Service' || !isSet(selector)) continue;
      const targets = (valueAt(resource.node, 'spec', 'ports')?.items ?? [])
        .flatMap((port) => valueAt(port, 'targetPort') ?? [])
        .filter((target) => isPortName(textOf(target)));
      if (targets.length === 0) continue;
      const pods = podsWith(labelsOf(selector), resource.namespace);
      const names = new Set(pods.flatMap((pod) => pod.containers.flatMap(containerPortNames)));
      // A name with a placeholder can be any of them.
      if (pods.length === 0 || ![...names].every(isPlain)) continue;
      for (const target of targets)
        if (!names.has(textOf(target)))
          report({
            at: target.range,
            about: `${resource.name} ${textOf(target)}`,
            message: `${describeResource(resource)} sends to port "${textOf(target)}", which no container has`,
          });
    }
  },
});
