import { describeResource } from '../kubernetes/resources.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import { identityText, isSet, textOf, valueAt } from '../yaml-values.js';

/**
 * Source: Kubernetes API, NetworkPolicyIngressRule: without `from` a rule allows all sources, without `ports` all ports; an
 * empty `namespaceSelector` selects all namespaces.
 */
export default defineManifestRule({
  id: 'DEP-NETPOL-OPEN',
  name: 'no-open-network-policy',
  severity: 'low',
  severityReason: 'The policy says that it limits connections and limits none',
  practice: 'runtime-security',
  title: 'Network policy allows all connections',
  why: 'The rule allows every source or destination and every port, so the policy protects the pods from nothing, and no other policy can take it back. An empty `namespaceSelector` stands for all namespaces: one pod under attack reaches all others. Open egress is reported if the policy limits no ingress.',
  remediation: 'Name the pods, namespaces or addresses in `from` or `to`, and the ports in `ports`',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  wrong:
    'kind: NetworkPolicy\nmetadata: { name: web }\nspec:\n  podSelector: {}\n  ingress:\n    - {}',
  right:
    'kind: NetworkPolicy\nmetadata: { name: web }\nspec:\n  podSelector: {}\n  ingress:\n    - from: [{ podSelector: {} }]',
  check(manifest, report) {
    for (const resource of manifest.resources) {
      if (resource.kind !== 'NetworkPolicy') continue;
      const rules = (key: string) => valueAt(resource.node, 'spec', key)?.items ?? [];
      const selector = valueAt(resource.node, 'spec', 'podSelector');
      const reportOpen = (rule: ManifestNode, where: string, about: string) =>
        report({
          at: rule.range,
          about: `${about} ${selector ? identityText(selector) : ''}`.trim(),
          message: `${describeResource(resource)} allows all connections ${where}`,
        });
      for (const rule of rules('ingress'))
        if (isOpen(rule, 'from')) reportOpen(rule, 'from everywhere', resource.name);
        else if (isOpen(rule, 'from', isEveryPod))
          reportOpen(rule, 'from every pod of the cluster', `${resource.name} cluster`);
      // Egress to every pod of the cluster is no finding: the pods still cannot reach the internet.
      for (const rule of hasIngress(resource.node) ? [] : rules('egress'))
        if (isOpen(rule, 'to')) reportOpen(rule, 'to everywhere', `${resource.name} to`);
    }
  },
});

/** Without `policyTypes`, a policy is about ingress. One without rules for it denies all. */
function hasIngress(policy: ManifestNode): boolean {
  const types = valueAt(policy, 'spec', 'policyTypes');
  return !isSet(types) || types.items.some((type) => textOf(type) === 'Ingress');
}

/** Whether a rule for all ports has a peer of this kind; without peers it is for all. */
function isOpen(
  rule: ManifestNode,
  key: 'from' | 'to',
  isPeer: (peer: ManifestNode) => boolean = isAnywhere,
): boolean {
  if (rule.kind !== 'map' || isSet(valueAt(rule, 'ports'))) return false;
  const peers = valueAt(rule, key);
  return !isSet(peers) || peers.items.some(isPeer);
}

function isAnywhere(peer: ManifestNode): boolean {
  const block = valueAt(peer, 'ipBlock');
  return (
    /^(?:0\.0\.0\.0|::)\/0$/.test(textOf(valueAt(block, 'cidr'))) &&
    !isSet(valueAt(block, 'except'))
  );
}

/** All namespaces, and all pods in them. */
function isEveryPod(peer: ManifestNode): boolean {
  const [namespaces, pods] = [valueAt(peer, 'namespaceSelector'), valueAt(peer, 'podSelector')];
  return isEmptySelector(namespaces) && (!isSet(pods) || isEmptySelector(pods));
}

/** An empty selector selects all; one that is not set selects nothing. */
function isEmptySelector(selector: ManifestNode | undefined): boolean {
  return (
    selector?.kind === 'map' &&
    !isSet(valueAt(selector, 'matchLabels')) &&
    !isSet(valueAt(selector, 'matchExpressions'))
  );
}
