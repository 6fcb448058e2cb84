import { boundSubjectsOf } from '../cluster/bound-roles.js';
import { defineManifestRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-CLUSTERADMIN',
  name: 'no-cluster-admin-binding',
  severity: 'high',
  severityReason:
    'Who takes over one account controls the cluster; the account still has to be taken over',
  practice: 'runtime-security',
  title: 'cluster-admin role is bound',
  why: 'An attacker who takes over a single pod with this account controls every namespace and node of the cluster.',
  remediation:
    'Bind a role that has only the needed permissions, in the namespace where they are needed',
  aliases: ['KSV-0111', 'cluster-admin-role-binding'],
  wrong: 'kind: ClusterRoleBinding\nroleRef: { kind: ClusterRole, name: cluster-admin }',
  right: 'kind: ClusterRoleBinding\nroleRef: { kind: ClusterRole, name: view }',
  check(manifest, report) {
    for (const binding of manifest.resources) {
      const { kind, name, node } = binding;
      const role = valueAt(node, 'roleRef', 'name');
      if (kind === 'ClusterRoleBinding' && role && textOf(role) === 'cluster-admin')
        report({
          at: role.range,
          about: name,
          reach: boundSubjectsOf(binding, manifest),
          message: `ClusterRoleBinding "${name}" grants the cluster-admin role`,
        });
    }
  },
});
