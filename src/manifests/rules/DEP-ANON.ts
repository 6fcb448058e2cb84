import { permissionsOfRole } from '../cluster/bound-roles.js';
import { defineManifestRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

const UNAUTHENTICATED = /^system:(anonymous|unauthenticated)$/;

export default defineManifestRule({
  id: 'DEP-ANON',
  name: 'no-anonymous-binding',
  severity: 'critical',
  severityReason: 'Everyone who reaches the API server has the role, without a login',
  supersedes: ['DEP-RBAC-SHARED'],
  practice: 'runtime-security',
  title: 'Role is bound to unauthenticated users',
  why: 'Anyone who can reach the API server has the permissions of the role, without logging in.',
  remediation: 'Bind the role to the accounts that need it',
  aliases: ['KSV-0122'],
  wrong: 'kind: RoleBinding\nsubjects: [{ kind: User, name: "system:anonymous" }]',
  right: 'kind: RoleBinding\nsubjects: [{ kind: ServiceAccount, name: shop }]',
  check(manifest, report) {
    for (const binding of manifest.resources) {
      const { kind, name, node } = binding;
      if (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding') continue;
      const subjects = valueAt(node, 'subjects')?.items ?? [];
      for (const subject of [...subjects, valueAt(node, 'roleRef')]) {
        const value = valueAt(subject, 'name');
        if (value && UNAUTHENTICATED.test(textOf(value)))
          report({
            at: value.range,
            about: `${kind} ${name} ${textOf(value)} ${textOf(valueAt(node, 'roleRef', 'name'))}`,
            reach: permissionsOfRole(binding, manifest),
            message: `${kind} "${name}" grants permissions to unauthenticated users`,
          });
      }
    }
  },
});
