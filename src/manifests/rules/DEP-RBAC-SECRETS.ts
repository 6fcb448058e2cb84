import { holdersOfRole } from '../cluster/bound-roles.js';
import { permissions } from '../kubernetes/permissions.js';
import { defineManifestRule } from '../rule.js';

const WANTED = { group: '', resources: ['secrets'], verbs: ['get', 'list', 'watch'] };

/** Source: CIS Kubernetes Benchmark 5.1.2. */
export default defineManifestRule({
  id: 'DEP-RBAC-SECRETS',
  name: 'no-read-of-all-secrets',
  severity: 'medium',
  severityReason: 'Reads the tokens and passwords of the cluster; low in one namespace',
  practice: 'runtime-security',
  title: 'Role can read all secrets',
  why: 'Whoever has the role reads every password and key, also the tokens of service accounts with more permissions. `list` and `watch` return the contents too.',
  remediation:
    'List the needed secrets in `resourceNames` with the verb `get`, or mount them into the pod',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  aliases: ['KSV-0041', 'KSV-0113', 'access-to-secrets'],
  tags: ['cis-k8s:5.1.2'],
  wrong:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [""], resources: [secrets], verbs: [get, list] }]',
  right:
    'kind: Role\nmetadata: { name: app }\nrules: [{ apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [shop] }]',
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
          severity: isClusterWide ? 'medium' : 'low',
          message: `${subject} can read all secrets of ${isClusterWide ? 'the cluster' : 'its namespace'}`,
        });
  },
});
