import { definitionsOf } from '../cluster/definitions.js';
import { networkPoliciesOf } from '../cluster/network-policies.js';
import { labelsOf, selects } from '../cluster/pod-labels.js';
import { describeResource, workloadLocation } from '../kubernetes/resources.js';
import { defineManifestRule } from '../rule.js';
import { isTrue, valueAt } from '../yaml-values.js';

/** Source: NSA/CISA Kubernetes Hardening Guidance, "Network separation". */
export default defineManifestRule({
  id: 'DEP-NETPOL',
  name: 'network-policy',
  severity: 'low',
  severityReason: 'A pod that is taken over reaches all others; policies are often kept elsewhere',
  ruleSet: 'all',
  practice: 'runtime-security',
  title: 'No network policy selects the pod',
  why: 'Without a policy every pod of the cluster can connect to it, and it can connect to every pod and to the internet.',
  remediation: 'Add a NetworkPolicy that selects the pod and allows the traffic that it needs',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  aliases: ['non-isolated-pod'],
  wrong:
    'kind: Pod\nmetadata: { name: a, labels: { app: a } }\nspec: { containers: [{ name: a, image: x:1 }] }',
  right:
    'kind: Pod\nmetadata: { name: a, labels: { app: a } }\nspec: { containers: [{ name: a, image: x:1 }] }\n---\nkind: NetworkPolicy\nspec: { podSelector: { matchLabels: { app: a } } }',
  check(manifest, report) {
    if (definitionsOf(manifest.allManifests).hasUnread(manifest.path)) return;
    for (const { workload, metadata, spec, partial } of manifest.pods) {
      // Network policies do not apply to pods in the network of the host.
      if (isTrue(valueAt(spec, 'hostNetwork'))) continue;
      const policies = networkPoliciesOf(workload.namespace, manifest.allManifests);
      const labels = labelsOf(valueAt(metadata, 'labels'));
      const isSelected = policies.some(({ node }) =>
        selects(valueAt(node, 'spec', 'podSelector'), labels),
      );
      if (!isSelected && !partial)
        report({
          at: workloadLocation(workload),
          about: `${workload.kind} ${workload.name}`,
          message: `No network policy selects the pods of ${describeResource(workload)}`,
        });
    }
  },
});
