import { defineRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

const NOBODY = /^system:(anonymous|unauthenticated)$/;

export default defineRule({
  id: 'DEP-ANON',
  name: 'no-anonymous-binding',
  severity: 'critical',
  practice: 'runtime-security',
  title: 'Everybody is given a role, without logging in',
  why: 'Whoever reaches the API server has the rights of that role.',
  remediation: 'Bind the role to the accounts that need it.',
  aliases: ['KSV-0122'],
  wrong: 'kind: RoleBinding\nsubjects: [{ kind: User, name: "system:anonymous" }]',
  right: 'kind: RoleBinding\nsubjects: [{ kind: ServiceAccount, name: shop }]',
  check(manifest, report) {
    for (const { kind, name, node } of manifest.resources) {
      if (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding') continue;
      const subjects = valueAt(node, 'subjects')?.items ?? [];
      for (const who of [...subjects, valueAt(node, 'roleRef')]) {
        const value = valueAt(who, 'name');
        if (value && NOBODY.test(textOf(value)))
          report({
            at: value.range,
            message: `The ${kind} "${name}" gives rights to everybody who has not logged in.`,
          });
      }
    }
  },
});
