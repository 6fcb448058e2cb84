import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

const HANDLERS = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
];

/** Source: Pod Security Standards baseline "Host Probes / Lifecycle Hooks" (Kubernetes 1.34). */
export default defineManifestRule({
  id: 'DEP-PROBEHOST',
  name: 'no-probe-host',
  severity: 'low',
  severityReason: 'The kubelet sends requests to a host that the manifest chooses',
  practice: 'deployment-security',
  title: 'Probe or hook sets a host',
  why: 'The kubelet sends the request, so it can be used to reach services that only the node can access.',
  remediation: 'Remove `host`: the kubelet then sends the request to the pod',
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
              about: `${name} ${path.at(-1)} ${textOf(host)}`,
              message: `${path.at(-1)} of container "${name}" sets the host ${textOf(host)}`,
            });
        }
  },
});
