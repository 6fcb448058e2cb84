import { holdersOfRole } from '../cluster/bound-roles.js';
import { permissions } from '../kubernetes/permissions.js';
import { defineManifestRule } from '../rule.js';

const WANTED = [
  { group: '', resources: ['pods', 'replicationcontrollers'], verbs: ['create'] },
  {
    group: 'apps',
    resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
    verbs: ['create'],
  },
  { group: 'batch', resources: ['cronjobs', 'jobs'], verbs: ['create'] },
];

/** Source: CIS Kubernetes Benchmark 5.1.4. */
export default defineManifestRule({
  id: 'DEP-RBAC-WORKLOADS',
  name: 'no-creation-of-pods',
  severity: 'medium',
  severityReason: 'Starts pods with any account of the cluster; low in one namespace',
  practice: 'runtime-security',
  title: 'Role can create pods',
  why: 'A pod can mount every secret of its namespace and use every service account in it, so whoever creates pods has all of their permissions.',
  remediation:
    'Grant the creation of pods only to the deployment system, in the namespaces that it deploys to',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  aliases: ['KSV-0048', 'access-to-create-pods'],
  tags: ['cis-k8s:5.1.4'],
  wrong:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [""], resources: [pods], verbs: [get, create] }]',
  right:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [""], resources: [pods], verbs: [get, list] }]',
  check(manifest, report) {
    for (const wanted of WANTED)
      for (const permission of permissions(manifest.resources, wanted)) {
        const { at, about, role, subject, resource, isClusterWide } = permission;
        report({
          at: at.range,
          about,
          reach: holdersOfRole(role, manifest),
          severity: isClusterWide ? 'medium' : 'low',
          message: `${subject} can create ${resource} in ${isClusterWide ? 'all namespaces' : 'its namespace'}`,
        });
      }
  },
});
