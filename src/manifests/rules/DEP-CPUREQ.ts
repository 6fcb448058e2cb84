import { rejectedBy } from '../cluster/namespace-limits.js';
import { hasRequest } from '../cluster/requests.js';
import { containerLocation } from '../kubernetes/pods.js';
import { defineManifestRule } from '../rule.js';

export default defineManifestRule({
  id: 'DEP-CPUREQ',
  name: 'cpu-request',
  severity: 'low',
  severityReason: 'Availability: the scheduler knows less about the pod',
  ruleSet: 'all',
  practice: 'denial-of-service',
  title: 'No CPU request',
  why: 'Without a request the scheduler reserves no CPU for the pod, so it starves first under load.',
  remediation: 'Set a CPU request; a CPU limit counts as one',
  aliases: ['KSV-0015', 'unset-cpu-requirements'],
  wrong: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: x:1',
  right:
    'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: x:1\n      resources: { requests: { cpu: 100m } }',
  check(manifest, report) {
    for (const container of manifest.containers) {
      if (container.list === 'ephemeralContainers' || container.partial) continue;
      if (!hasRequest(container, 'cpu', manifest.allManifests))
        report({
          at: containerLocation(container),
          about: container.name,
          message: `Container "${container.name}" has no CPU request${rejectedBy(manifest, container, ['requests.cpu', 'cpu'])}`,
        });
    }
  },
});
