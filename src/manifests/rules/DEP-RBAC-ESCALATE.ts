import { holdersOfRole } from '../cluster/bound-roles.js';
import { fewer, type Permission, permissions } from '../kubernetes/permissions.js';
import { defineManifestRule } from '../rule.js';

const WANTED = [
  {
    group: 'rbac.authorization.k8s.io',
    resources: ['roles', 'clusterroles'],
    verbs: ['bind', 'escalate'],
  },
  { group: '', resources: ['users', 'groups', 'serviceaccounts'], verbs: ['impersonate'] },
];

/** Source: CIS Kubernetes Benchmark 5.1.8. */
export default defineManifestRule({
  id: 'DEP-RBAC-ESCALATE',
  name: 'no-permission-escalation',
  severity: 'high',
  severityReason: 'Gives itself any permission',
  practice: 'runtime-security',
  title: 'Role can give itself more permissions',
  why: '`bind` and `escalate` switch off the check that nobody grants more permissions than they have; `impersonate` uses the permissions of others.',
  remediation:
    'Remove the verbs, or list in `resourceNames` the roles, users or groups that they are needed for',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  aliases: ['KSV-0043'],
  tags: ['cis-k8s:5.1.8'],
  wrong:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind] }]',
  right:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], resourceNames: [view], verbs: [bind] }]',
  check(manifest, report) {
    for (const wanted of WANTED)
      for (const permission of permissions(manifest.resources, wanted)) {
        const what = reachOf(permission);
        if (what === undefined) continue;
        const { at, about, role, subject, verbs } = permission;
        report({
          at: at.range,
          about: `${about} ${verbs.join(' ')} ${what}`,
          includes: fewer(verbs).map((some) => `${about} ${some.join(' ')} ${what}`),
          reach: holdersOfRole(role, manifest),
          message: `${subject} can ${verbs.join(' and ')} ${what}`,
        });
      }
  },
});

/** Names with all permissions of the cluster. */
const UNLIMITED: ReadonlySet<string> = new Set(['cluster-admin', 'system:masters']);

/** What the verbs apply to: `all roles`, or the name that has all permissions; undefined if they are limited to others. */
function reachOf({ names, resource }: Permission): string | undefined {
  if (names.length > 0) return names.find((name) => UNLIMITED.has(name));
  return `all ${resource}`;
}
