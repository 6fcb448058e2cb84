import { hasDefault } from '../kubernetes/limit-ranges.js';
import { containerLocation, isZeroOrUnset } from '../kubernetes/resources.js';
import { defineRule } from '../rule.js';
import { valueAt } from '../yaml-values.js';

export default defineRule({
  id: 'DEP-CPUREQ',
  name: 'cpu-request',
  severity: 'low',
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
      const quantities = [container.node, container.pod.spec].flatMap((holder) => [
        valueAt(holder, 'resources', 'requests', 'cpu'),
        valueAt(holder, 'resources', 'limits', 'cpu'),
      ]);
      const isUnset = quantities.every((quantity) => quantity === undefined);
      if (
        isUnset &&
        hasDefault(container, 'cpu', ['default', 'defaultRequest'], manifest.allManifests)
      )
        continue;
      if (quantities.every(isZeroOrUnset))
        report({
          at: containerLocation(container),
          about: container.name,
          message: `Container "${container.name}" has no CPU request`,
        });
    }
  },
});
