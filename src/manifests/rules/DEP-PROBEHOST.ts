import { defineRule } from '../rule.js';
import { isSet, valueAt } from '../yaml-values.js';

const HANDLERS = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
];

/** Source: Pod Security Standards baseline "Host Probes / Lifecycle Hooks" (Kubernetes 1.34). */
export default defineRule({
  id: 'DEP-PROBEHOST',
  name: 'no-probe-host',
  severity: 'low',
  practice: 'deployment-security',
  title: 'A probe or hook names a host',
  why: 'The node’s agent sends the request: it can be turned against services that only the node reaches.',
  remediation: 'Leave `host` out: the pod itself is asked.',
  tags: ['pss:baseline'],
  wrong:
    'kind: Pod\nspec:\n  containers:\n    - name: a\n      livenessProbe: { tcpSocket: { host: 10.0.0.1, port: 80 } }',
  right:
    'kind: Pod\nspec:\n  containers:\n    - name: a\n      livenessProbe: { tcpSocket: { port: 80 } }',
  check(manifest, report) {
    for (const { name, node } of manifest.containers)
      for (const path of HANDLERS)
        for (const action of ['httpGet', 'tcpSocket']) {
          const host = valueAt(node, ...path, action, 'host');
          if (isSet(host))
            report({
              at: host.range,
              message: `The ${path.at(-1)} of the container "${name}" sends the node’s agent to a host of its choice.`,
            });
        }
  },
});
