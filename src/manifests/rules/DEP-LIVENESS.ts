import { containerLocation } from '../kubernetes/pods.js';
import { defineManifestRule } from '../rule.js';
import { isSet, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-LIVENESS',
  name: 'liveness-probe',
  severity: 'low',
  severityReason:
    'Availability: nobody restarts a program that hangs; a wrong probe restarts one that does not',
  ruleSet: 'all',
  practice: 'monitoring',
  title: 'No liveness probe',
  why: 'A container that hangs is not restarted.',
  remediation: 'Add a `livenessProbe`',
  aliases: ['no-liveness-probe'],
  wrong: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: x:1',
  right:
    'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: x:1\n      livenessProbe: { tcpSocket: { port: 80 } }',
  check(manifest, report) {
    for (const container of manifest.containers) {
      const { kind } = container.pod.workload;
      if (container.list !== 'containers' || kind === 'Job' || kind === 'CronJob') continue;
      if (!container.partial && !isSet(valueAt(container.node, 'livenessProbe')))
        report({
          at: containerLocation(container),
          about: container.name,
          message: `Container "${container.name}" has no liveness probe`,
        });
    }
  },
});
