import { holdersOfRole } from '../cluster/bound-roles.js';
import { permissions } from '../kubernetes/permissions.js';
import { defineManifestRule } from '../rule.js';

const WANTED = [
  {
    permission: { group: '', resources: ['pods/exec', 'pods/attach'], verbs: ['create', 'get'] },
    action: 'run commands in',
  },
  {
    permission: {
      group: '',
      resources: ['pods/ephemeralcontainers'],
      verbs: ['patch', 'update'],
    },
    action: 'start containers in',
  },
  {
    permission: { group: '', resources: ['pods/portforward'], verbs: ['create', 'get'] },
    action: 'connect to all ports of',
  },
];

/** Source: CIS Kubernetes Benchmark 5.1.4. */
export default defineManifestRule({
  id: 'DEP-RBAC-EXEC',
  name: 'no-exec-into-pods',
  severity: 'medium',
  severityReason: 'Runs commands in every pod of the cluster; low in one namespace',
  practice: 'runtime-security',
  title: 'Role can run commands in pods or connect to their ports',
  why: 'A command in a running container can read its secrets and use its service account, and leaves no trace in the manifests. A forwarded port bypasses network policies.',
  remediation:
    'Remove the resource from the role, or grant it in one namespace to the people who debug there',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  aliases: ['KSV-0053', 'KSV-0054'],
  tags: ['cis-k8s:5.1.4'],
  wrong:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [""], resources: [pods/exec], verbs: [create] }]',
  right:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [""], resources: [pods/log], verbs: [get] }]',
  check(manifest, report) {
    for (const { permission, action } of WANTED)
      for (const { at, about, role, names, subject, isClusterWide } of permissions(
        manifest.resources,
        permission,
      ))
        if (names.length === 0)
          report({
            at: at.range,
            about,
            reach: holdersOfRole(role, manifest),
            severity: isClusterWide ? 'medium' : 'low',
            message: `${subject} can ${action} the pods of ${isClusterWide ? 'the cluster' : 'its namespace'}`,
          });
  },
});
