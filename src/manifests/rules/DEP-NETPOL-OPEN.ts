import { describeResource } from '../kubernetes/resources.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: Kubernetes API, NetworkPolicyIngressRule: without `from` a rule allows all sources, without `ports` all ports. */
export default defineRule({
  id: 'DEP-NETPOL-OPEN',
  name: 'no-open-network-policy',
  severity: 'low',
  practice: 'runtime-security',
  title: 'Network policy allows connections from everywhere',
  why: 'The rule allows every source and every port, so the policy protects the pods from nothing, and no other policy can take it back.',
  remediation: 'Name the pods, namespaces or addresses in `from`, and the ports in `ports`',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  wrong:
    'kind: NetworkPolicy\nmetadata: { name: web }\nspec:\n  podSelector: {}\n  ingress:\n    - {}',
  right:
    'kind: NetworkPolicy\nmetadata: { name: web }\nspec:\n  podSelector: {}\n  ingress:\n    - from: [{ podSelector: {} }]',
  check(manifest, report) {
    for (const resource of manifest.resources) {
      if (resource.kind !== 'NetworkPolicy') continue;
      for (const rule of valueAt(resource.node, 'spec', 'ingress')?.items ?? [])
        if (isOpen(rule))
          report({
            at: rule.range,
            about: resource.name,
            message: `${describeResource(resource)} allows all connections from everywhere`,
          });
    }
  },
});

function isOpen(rule: ManifestNode): boolean {
  if (rule.kind !== 'map' || isSet(valueAt(rule, 'ports'))) return false;
  const from = valueAt(rule, 'from');
  return !isSet(from) || from.items.some(isAnywhere);
}

function isAnywhere(peer: ManifestNode): boolean {
  const block = valueAt(peer, 'ipBlock');
  return (
    /^(?:0\.0\.0\.0|::)\/0$/.test(textOf(valueAt(block, 'cidr'))) &&
    !isSet(valueAt(block, 'except'))
  );
}
