import { defineRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards baseline "Host Ports". */
export default defineRule({
  id: 'DEP-HOSTPORT',
  name: 'no-host-port',
  severity: 'medium',
  practice: 'deployment-security',
  title: 'A port of the host is bound',
  why: 'The pod is reached past services and network policies, and no second one fits on the node.',
  remediation: 'Publish the pod with a Service.',
  aliases: ['KSV-0024'],
  tags: ['pss:baseline'],
  wrong:
    'kind: Pod\nspec:\n  containers:\n    - name: a\n      ports: [{ containerPort: 80, hostPort: 80 }]',
  right: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      ports: [{ containerPort: 80 }]',
  check(manifest, report) {
    for (const { name, node } of manifest.containers)
      for (const port of valueAt(node, 'ports')?.items ?? []) {
        const hostPort = valueAt(port, 'hostPort');
        if (isSet(hostPort) && Number(textOf(hostPort)) !== 0)
          report({
            at: hostPort.range,
            message: `The container "${name}" binds port ${textOf(hostPort)} of its host.`,
          });
      }
  },
});
