import { definitionsOf } from '../kubernetes/definitions.js';
import { workloadLocation } from '../kubernetes/resources.js';
import { defineRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** Source: CIS Kubernetes Benchmark 5.2.1; Kubernetes, "Pod Security Admission". */
export default defineRule({
  id: 'DEP-PSS-LABEL',
  name: 'pod-security-label',
  severity: 'low',
  practice: 'runtime-security',
  title: 'Namespace enforces no Pod Security Standard',
  why: 'Without the label the cluster accepts privileged pods in the namespace, unless its administrator has set another default.',
  remediation: 'Set the label `pod-security.kubernetes.io/enforce` to restricted or baseline',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-admission/'],
  tags: ['cis-k8s:5.2.1'],
  wrong: 'kind: Namespace\nmetadata: { name: shop }',
  right:
    'kind: Namespace\nmetadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: baseline } }',
  check(manifest, report) {
    for (const { kind, name, node } of manifest.resources) {
      if (kind !== 'Namespace' || /^kube-/.test(name)) continue;
      const level = valueAt(node, 'metadata', 'labels', ENFORCE);
      const about = name;
      if (textOf(level) === 'privileged')
        report({
          at: level?.range ?? node.range,
          about,
          message: `Namespace "${name}" allows privileged pods`,
        });
      // A patch or another program can set the label.
      else if (!level && definitionsOf(manifest.allManifests).countNear(manifest.path, kind) > 0)
        report({
          at: workloadLocation({ kind, name, node, namespace: '' }),
          about,
          message: `Namespace "${name}" enforces no Pod Security Standard`,
        });
    }
  },
});
