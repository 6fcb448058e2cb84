import { defineRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

export default defineRule({
  id: 'DEP-EXPOSED',
  name: 'no-open-service',
  severity: 'low',
  practice: 'runtime-security',
  title: 'A service is open to everybody',
  why: 'A node port or load balancer without source ranges answers whoever reaches it.',
  remediation: 'Use ClusterIP behind an ingress, or set `loadBalancerSourceRanges`.',
  aliases: ['exposed-services'],
  wrong: 'kind: Service\nspec: { type: NodePort }',
  right: 'kind: Service\nspec: { type: ClusterIP }',
  check(manifest, report) {
    for (const { kind, name, node } of manifest.resources) {
      const type = valueAt(node, 'spec', 'type');
      if (kind !== 'Service' || !type) continue;
      const open =
        textOf(type) === 'NodePort' ||
        (textOf(type) === 'LoadBalancer' &&
          !isSet(valueAt(node, 'spec', 'loadBalancerSourceRanges')));
      if (open)
        report({
          at: type.range,
          message: `The service "${name}" is open to everybody who reaches its ${textOf(type) === 'NodePort' ? 'nodes' : 'load balancer'}.`,
        });
    }
  },
});
