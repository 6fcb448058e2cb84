import { holdersOfRole } from '../cluster/bound-roles.js';
import { permissions } from '../kubernetes/permissions.js';
import { defineManifestRule } from '../rule.js';

const WANTED = { group: '', resources: ['serviceaccounts/token'], verbs: ['create'] };

/** Source: CIS Kubernetes Benchmark 5.1.13. */
export default defineManifestRule({
  id: 'DEP-RBAC-SATOKEN',
  name: 'no-token-of-any-service-account',
  severity: 'high',
  severityReason: 'Takes over any account of the cluster; medium in one namespace',
  practice: 'runtime-security',
  title: 'Role can create tokens of service accounts',
  why: 'A token of another service account has all permissions of that account, and stays valid when the role is taken away.',
  remediation: 'List the service accounts in `resourceNames`',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  tags: ['cis-k8s:5.1.13'],
  wrong:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [""], resources: [serviceaccounts/token], verbs: [create] }]',
  right:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [""], resources: [serviceaccounts/token], verbs: [create], resourceNames: [shop] }]',
  check(manifest, report) {
    for (const { at, about, role, names, subject, isClusterWide } of permissions(
      manifest.resources,
      WANTED,
    ))
      if (names.length === 0)
        report({
          at: at.range,
          about,
          reach: holdersOfRole(role, manifest),
          severity: isClusterWide ? 'high' : 'medium',
          message: `${subject} can create tokens of all service accounts of ${isClusterWide ? 'the cluster' : 'its namespace'}`,
        });
  },
});
