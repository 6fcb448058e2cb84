import { holdersOfRole } from '../cluster/bound-roles.js';
import { permissions } from '../kubernetes/permissions.js';
import { defineManifestRule } from '../rule.js';

const WANTED = { group: '', resources: ['nodes/proxy'], verbs: ['get', 'create'] };

/** Source: CIS Kubernetes Benchmark 5.1.10. */
export default defineManifestRule({
  id: 'DEP-RBAC-NODEPROXY',
  name: 'no-node-proxy',
  severity: 'high',
  severityReason: 'Runs commands in every pod, past admission and audit',
  practice: 'runtime-security',
  title: 'Role can use the API of the kubelet',
  why: 'Requests through `nodes/proxy` reach the kubelet directly: they run commands in every pod of the node, past admission control and the audit log. The verb `get` is enough.',
  remediation: 'Grant `nodes/metrics`, `nodes/stats` or `nodes/log` instead',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  aliases: ['KSV-0047'],
  tags: ['cis-k8s:5.1.10'],
  wrong:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [""], resources: [nodes/proxy], verbs: [get] }]',
  right:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [""], resources: [nodes/metrics], verbs: [get] }]',
  check(manifest, report) {
    for (const { at, about, role, subject, isClusterWide } of permissions(
      manifest.resources,
      WANTED,
    ))
      if (isClusterWide)
        report({
          at: at.range,
          about,
          reach: holdersOfRole(role, manifest),
          message: `${subject} can use the kubelet API of nodes (nodes/proxy)`,
        });
  },
});
