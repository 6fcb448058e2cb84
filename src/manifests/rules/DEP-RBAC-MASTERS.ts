import { boundSubjects } from '../kubernetes/bindings.js';
import { defineManifestRule } from '../rule.js';

/** Source: CIS Kubernetes Benchmark 5.1.7. */
export default defineManifestRule({
  id: 'DEP-RBAC-MASTERS',
  name: 'no-masters-group',
  severity: 'high',
  severityReason: 'Everything in the cluster, past all other permissions',
  practice: 'runtime-security',
  title: 'Role is bound to the group system:masters',
  why: 'The API server lets members of this group do everything, whatever roles and bindings say, so their access cannot be taken away.',
  remediation: 'Bind the role to a group of your own, and remove members from system:masters',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  tags: ['cis-k8s:5.1.7'],
  wrong:
    'kind: ClusterRoleBinding\nmetadata: { name: ops }\nroleRef: { kind: ClusterRole, name: view }\nsubjects: [{ kind: Group, name: "system:masters" }]',
  right:
    'kind: ClusterRoleBinding\nmetadata: { name: ops }\nroleRef: { kind: ClusterRole, name: view }\nsubjects: [{ kind: Group, name: ops }]',
  check(manifest, report) {
    for (const { at, kind, name, binding } of boundSubjects(manifest.resources))
      if (kind === 'Group' && name === 'system:masters')
        report({
          at: at.range,
          about: binding,
          message: `${binding} has the group system:masters as a subject`,
        });
  },
});
