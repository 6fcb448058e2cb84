import { defineRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

export default defineRule({
  id: 'DEP-CLUSTERADMIN',
  name: 'no-cluster-admin-binding',
  severity: 'high',
  practice: 'runtime-security',
  title: 'Somebody is made administrator of the whole cluster',
  why: 'Whoever takes over one pod with this account owns every namespace and node.',
  remediation: 'Bind a role that allows what is used, in the namespace where it is used.',
  aliases: ['KSV-0111', 'cluster-admin-role-binding'],
  wrong: 'kind: ClusterRoleBinding\nroleRef: { kind: ClusterRole, name: cluster-admin }',
  right: 'kind: ClusterRoleBinding\nroleRef: { kind: ClusterRole, name: view }',
  check(manifest, report) {
    for (const { kind, name, node } of manifest.resources) {
      const role = valueAt(node, 'roleRef', 'name');
      if (kind === 'ClusterRoleBinding' && role && textOf(role) === 'cluster-admin')
        report({
          at: role.range,
          message: `The binding "${name}" makes its subjects administrators of the cluster.`,
        });
    }
  },
});
