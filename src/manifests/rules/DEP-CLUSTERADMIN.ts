import { defineManifestRule } from '../rule.js';
import { identityText, textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-CLUSTERADMIN',
  name: 'no-cluster-admin-binding',
  severity: 'high',
  practice: 'runtime-security',
  title: 'cluster-admin role is bound',
  why: 'An attacker who takes over a single pod with this account controls every namespace and node of the cluster.',
  remediation:
    'Bind a role that has only the needed permissions, in the namespace where they are needed',
  aliases: ['KSV-0111', 'cluster-admin-role-binding'],
  wrong: 'kind: ClusterRoleBinding\nroleRef: { kind: ClusterRole, name: cluster-admin }',
  right: 'kind: ClusterRoleBinding\nroleRef: { kind: ClusterRole, name: view }',
  check(manifest, report) {
    for (const { kind, name, node } of manifest.resources) {
      const role = valueAt(node, 'roleRef', 'name');
      const subjects = (valueAt(node, 'subjects')?.items ?? []).map(identityText).sort();
      if (kind === 'ClusterRoleBinding' && role && textOf(role) === 'cluster-admin')
        report({
          at: role.range,
          about: [name, ...subjects].join(' '),
          message: `ClusterRoleBinding "${name}" grants the cluster-admin role`,
        });
    }
  },
});
