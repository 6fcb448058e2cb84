import { addressReach } from '../address-reach.js';
import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards baseline "Host Ports". */
export default defineManifestRule({
  id: 'DEP-HOSTPORT',
  name: 'no-host-port',
  severity: 'medium',
  severityReason: 'Everyone who reaches the node reaches the port, past network policies',
  practice: 'deployment-security',
  title: 'Host port is bound',
  why: 'Clients reach the pod without its Service and network policies, and only one such pod fits on a node.',
  remediation: 'Remove `hostPort` and publish the pod with a Service',
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
            about: `${name} ${textOf(hostPort)}`,
            reach: addressReach(textOf(valueAt(port, 'hostIP'))),
            message: `Container "${name}" binds host port ${textOf(hostPort)}`,
          });
      }
  },
});
