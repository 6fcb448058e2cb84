import { holdersOfRole } from '../cluster/bound-roles.js';
import { permissions } from '../kubernetes/permissions.js';
import { defineManifestRule } from '../rule.js';

const GROUP = 'certificates.k8s.io';
const APPROVAL = {
  group: GROUP,
  resources: ['certificatesigningrequests/approval'],
  verbs: ['update', 'patch'],
};
const SIGNERS = { group: GROUP, resources: ['signers'], verbs: ['approve'] };

/** Signers whose certificates the API server accepts from clients. Source: Kubernetes, "Kubernetes signers". */
const CLIENT_SIGNER = /^kubernetes\.io\/(?:\*|kube-apiserver-client(?:-kubelet)?)$/;

/** Source: CIS Kubernetes Benchmark 5.1.11. */
export default defineManifestRule({
  id: 'DEP-RBAC-CSR',
  name: 'no-approval-of-certificates',
  severity: 'high',
  severityReason: 'Signs itself a certificate of any user, administrators included',
  practice: 'runtime-security',
  title: 'Role can approve client certificates',
  why: 'A certificate that is approved names any user or node, and the API server cannot revoke it.',
  remediation: 'Grant the verb `approve` only on the signers that are needed, in `resourceNames`',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/',
  ],
  tags: ['cis-k8s:5.1.11'],
  wrong:
    'kind: ClusterRole\nmetadata: { name: app }\nrules: [{ apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update] }]',
  right:
    'kind: ClusterRole\nmetadata: { name: app }\nrules:\n  - { apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update] }\n  - { apiGroups: [certificates.k8s.io], resources: [signers], resourceNames: [example.com/app], verbs: [approve] }',
  check(manifest, report) {
    for (const { at, about, subject, role, isClusterWide } of permissions(
      manifest.resources,
      APPROVAL,
    )) {
      // Requests are not in a namespace, so a Role grants nothing. An approval also needs the permission for the signer.
      const signers = permissions([role], SIGNERS);
      const isLimited =
        signers.length > 0 &&
        signers.every(
          ({ names }) => names.length > 0 && !names.some((name) => CLIENT_SIGNER.test(name)),
        );
      if (isClusterWide && !isLimited)
        report({
          at: at.range,
          about,
          reach: holdersOfRole(role, manifest),
          message: `${subject} can approve certificate signing requests of clients`,
        });
    }
  },
});
