import { holdersOfRole } from '../cluster/bound-roles.js';
import { permissions } from '../kubernetes/permissions.js';
import { defineManifestRule } from '../rule.js';

const WANTED = { group: '', resources: ['persistentvolumes'], verbs: ['create'] };

/** Source: CIS Kubernetes Benchmark 5.1.9. */
export default defineManifestRule({
  id: 'DEP-RBAC-PV',
  name: 'no-creation-of-persistent-volumes',
  severity: 'medium',
  severityReason: 'Creates a volume of a host path, and needs a pod to mount it',
  practice: 'runtime-security',
  title: 'Role can create persistent volumes',
  why: 'A persistent volume of the type hostPath gives a pod any directory of the node. The Pod Security Standards do not check persistent volumes.',
  remediation: 'Let a storage driver create the volumes, and grant persistentvolumeclaims instead',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  tags: ['cis-k8s:5.1.9'],
  wrong:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [""], resources: [persistentvolumes], verbs: [create] }]',
  right:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [""], resources: [persistentvolumeclaims], verbs: [create] }]',
  check(manifest, report) {
    for (const { at, about, role, isClusterWide, subject } of permissions(
      manifest.resources,
      WANTED,
    ))
      if (isClusterWide)
        report({
          at: at.range,
          about,
          reach: holdersOfRole(role, manifest),
          message: `${subject} can create persistent volumes, also of directories of the node`,
        });
  },
});
