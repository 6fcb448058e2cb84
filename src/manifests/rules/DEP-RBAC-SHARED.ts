import { permissionsOfRole } from '../cluster/bound-roles.js';
import { type BoundSubject, boundSubjects } from '../kubernetes/bindings.js';
import type { ObservedReach } from '../observed-reach.js';
import { defineManifestRule } from '../rule.js';
import { textOf, valueAt, writtenText } from '../yaml-values.js';

/** Roles that Kubernetes itself binds to everyone: they only describe the API. */
const PUBLIC_ROLES: ReadonlySet<string> = new Set([
  'system:basic-user',
  'system:discovery',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
]);

/** Source: CIS Kubernetes Benchmark 5.1.5. */
export default defineManifestRule({
  id: 'DEP-RBAC-SHARED',
  name: 'no-binding-of-shared-account',
  severity: 'medium',
  severityReason: 'Every pod without an account of its own has the permissions',
  practice: 'runtime-security',
  title: 'Role is bound to an account that many pods share',
  why: 'Every pod without a service account of its own uses `default`, so all of them get the permissions; the groups contain every service account or user.',
  remediation: 'Create a service account for the program, and bind the role to it',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
  ],
  tags: ['cis-k8s:5.1.5'],
  wrong:
    'kind: RoleBinding\nmetadata: { name: app }\nroleRef: { kind: Role, name: app }\nsubjects: [{ kind: ServiceAccount, name: default }]',
  right:
    'kind: RoleBinding\nmetadata: { name: app }\nroleRef: { kind: Role, name: app }\nsubjects: [{ kind: ServiceAccount, name: shop }]',
  check(manifest, report) {
    for (const subject of boundSubjects(manifest.resources)) {
      const members = membersOf(subject);
      if (members === undefined || PUBLIC_ROLES.has(subject.role)) continue;
      report({
        at: subject.at.range,
        about: `${subject.binding} ${subject.name} ${subject.role}`,
        reach: [...permissionsOfRole(subject.resource, manifest), ...namespaceOf(subject)],
        message: `${subject.binding} grants permissions to ${members}`,
      });
    }
  },
});

/** Who has the permissions of a subject that is shared; undefined for other subjects. */
function membersOf({ kind, name }: BoundSubject): string | undefined {
  if (kind === 'ServiceAccount')
    return name === 'default' ? 'the default service account' : undefined;
  if (kind !== 'Group') return undefined;
  if (name === 'system:authenticated') return 'all authenticated users';
  return /^system:serviceaccounts(?::|$)/.test(name) ? 'all service accounts' : undefined;
}

/** Each namespace has a default service account. */
function namespaceOf({ kind, node }: BoundSubject): ObservedReach[] {
  const namespace = kind === 'ServiceAccount' ? valueAt(node, 'namespace') : undefined;
  if (!namespace) return [];
  return [{ value: writtenText(namespace), name: `namespace "${textOf(namespace)}"` }];
}
