import { holdersOfRole } from '../cluster/bound-roles.js';
import { fewer, permissions } from '../kubernetes/permissions.js';
import { defineManifestRule } from '../rule.js';

const WANTED = {
  group: 'admissionregistration.k8s.io',
  resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
  verbs: ['create', 'update', 'patch'],
};

/** Source: CIS Kubernetes Benchmark 5.1.12. */
export default defineManifestRule({
  id: 'DEP-RBAC-WEBHOOK',
  name: 'no-change-of-webhooks',
  severity: 'medium',
  severityReason:
    'Reads and changes objects on their way into the cluster, and needs a server for it',
  practice: 'runtime-security',
  title: 'Role can change admission webhooks',
  why: 'Whoever controls an admission webhook reads every object that is created, secrets included, and can change it.',
  remediation: 'List the webhook configurations of the program in `resourceNames`',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  aliases: ['KSV-0114'],
  tags: ['cis-k8s:5.1.12'],
  wrong:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: ["admissionregistration.k8s.io"], resources: [validatingwebhookconfigurations], verbs: [update] }]',
  right:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: ["admissionregistration.k8s.io"], resources: [validatingwebhookconfigurations], verbs: [update], resourceNames: [shop] }]',
  check(manifest, report) {
    for (const { at, about, role, names, subject, isClusterWide, verbs, resource } of permissions(
      manifest.resources,
      WANTED,
    ))
      if (names.length === 0 && isClusterWide)
        report({
          at: at.range,
          about: `${about} ${verbs.join(' ')}`,
          includes: fewer(verbs).map((some) => `${about} ${some.join(' ')}`),
          reach: holdersOfRole(role, manifest),
          message: `${subject} can ${verbs.join(', ')} ${resource}`,
        });
  },
});
