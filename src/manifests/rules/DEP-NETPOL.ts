import { selects } from '../kubernetes/label-selector.js';
import { workloadLocation } from '../kubernetes/resources.js';
import { defineRule } from '../rule.js';
import { valueAt } from '../yaml-values.js';

/** Source: NSA/CISA Kubernetes Hardening Guidance, "Network separation". */
export default defineRule({
  id: 'DEP-NETPOL',
  name: 'network-policy',
  severity: 'low',
  practice: 'runtime-security',
  title: 'No network policy selects the pod',
  why: 'Every pod of the cluster may reach it, and it may reach every pod and the internet.',
  remediation: 'Add a NetworkPolicy that selects the pod and allows what it needs.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  aliases: ['non-isolated-pod'],
  wrong:
    'kind: Pod\nmetadata: { name: a, labels: { app: a } }\nspec: { containers: [{ name: a, image: x:1 }] }',
  right:
    'kind: Pod\nmetadata: { name: a, labels: { app: a } }\nspec: { containers: [{ name: a, image: x:1 }] }\n---\nkind: NetworkPolicy\nspec: { podSelector: { matchLabels: { app: a } } }',
  check(manifest, report) {
    const policies = manifest.allManifests
      .flatMap(({ resources }) => resources)
      .filter(({ kind }) => kind === 'NetworkPolicy');
    for (const { workload, metadata, partial } of manifest.pods) {
      const covered = policies.some(
        (policy) =>
          policy.namespace === workload.namespace &&
          selects(valueAt(policy.node, 'spec', 'podSelector'), valueAt(metadata, 'labels')),
      );
      if (!covered && !partial)
        report({
          at: workloadLocation(workload),
          message: `No network policy selects the pods of ${workload.kind} "${workload.name}".`,
        });
    }
  },
});
