import { defineRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

export default defineRule({
  id: 'DEP-EXPOSED',
  name: 'no-open-service',
  severity: 'low',
  practice: 'runtime-security',
  title: 'Service is exposed to any address',
  why: 'A NodePort, or a LoadBalancer without source ranges, accepts connections from every address that can reach it.',
  remediation: 'Use ClusterIP behind an ingress, or set `loadBalancerSourceRanges`',
  aliases: ['exposed-services'],
  wrong: 'kind: Service\nspec: { type: NodePort }',
  right: 'kind: Service\nspec: { type: ClusterIP }',
  check(manifest, report) {
    for (const { kind, name, node } of manifest.resources) {
      const typeNode = valueAt(node, 'spec', 'type');
      if (kind !== 'Service' || !typeNode) continue;
      const type = textOf(typeNode);
      const hasSourceRanges = isSet(valueAt(node, 'spec', 'loadBalancerSourceRanges'));
      if (type === 'NodePort' || (type === 'LoadBalancer' && !hasSourceRanges))
        report({
          at: typeNode.range,
          about: `${name} ${type}`,
          message: `Service "${name}" of type ${type} accepts connections from any address`,
        });
    }
  },
});
