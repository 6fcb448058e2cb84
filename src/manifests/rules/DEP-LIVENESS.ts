import { containerLocation } from '../kubernetes/resources.js';
import { defineRule } from '../rule.js';
import { isSet, valueAt } from '../yaml-values.js';

export default defineRule({
  id: 'DEP-LIVENESS',
  name: 'liveness-probe',
  severity: 'low',
  practice: 'monitoring',
  title: 'No liveness probe is set',
  why: 'A container that hangs stays as it is until somebody notices.',
  remediation: 'Add a `livenessProbe`.',
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
          message: `Nobody notices when the container "${container.name}" hangs: it has no liveness probe.`,
        });
    }
  },
});
