import { containerLocation } from '../kubernetes/pods.js';
import { defineManifestRule } from '../rule.js';
import { isSet, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-READINESS',
  name: 'readiness-probe',
  severity: 'low',
  severityReason: 'Availability: requests reach a program that is not ready',
  ruleSet: 'all',
  practice: 'monitoring',
  title: 'No readiness probe',
  why: 'Requests are sent to a container that cannot answer yet, or no longer.',
  remediation: 'Add a `readinessProbe`',
  aliases: ['no-readiness-probe'],
  wrong: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: x:1',
  right:
    'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: x:1\n      readinessProbe: { tcpSocket: { port: 80 } }',
  check(manifest, report) {
    for (const container of manifest.containers) {
      const { kind } = container.pod.workload;
      if (container.list !== 'containers' || kind === 'Job' || kind === 'CronJob') continue;
      if (!container.partial && !isSet(valueAt(container.node, 'readinessProbe')))
        report({
          at: containerLocation(container),
          about: container.name,
          message: `Container "${container.name}" has no readiness probe`,
        });
    }
  },
});
