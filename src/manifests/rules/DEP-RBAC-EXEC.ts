import { permissions } from '../kubernetes/permissions.js';
import { defineRule } from '../rule.js';

const WANTED = { group: '', resources: ['pods/exec', 'pods/attach'], verbs: ['create', 'get'] };

/** Source: CIS Kubernetes Benchmark 5.1.4. */
export default defineRule({
  id: 'DEP-RBAC-EXEC',
  name: 'no-exec-into-pods',
  severity: 'medium',
  practice: 'runtime-security',
  title: 'Role can run commands in pods',
  why: 'A command in a running container can read its secrets and use its service account, and leaves no trace in the manifests.',
  remediation:
    'Remove `pods/exec` and `pods/attach`, or grant them in one namespace to the people who debug there',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  aliases: ['KSV-0053', 'KSV-0054'],
  tags: ['cis-k8s:5.1.4'],
  wrong:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [""], resources: [pods/exec], verbs: [create] }]',
  right:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [""], resources: [pods/log], verbs: [get] }]',
  check(manifest, report) {
    for (const { at, about, names, subject, isClusterWide } of permissions(
      manifest.resources,
      WANTED,
    ))
      if (names.length === 0)
        report({
          at: at.range,
          about,
          severity: isClusterWide ? 'medium' : 'low',
          message: `${subject} can run commands in the pods of ${isClusterWide ? 'the cluster' : 'its namespace'}`,
        });
  },
});
