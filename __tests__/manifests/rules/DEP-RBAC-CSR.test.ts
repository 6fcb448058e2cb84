import { role, testRule } from '../rule-cases.js';

testRule('DEP-RBAC-CSR', [
  [
    role(
      'ClusterRole',
      'apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [patch]',
    ),
    ['certificatesigningrequests/approval'],
  ],
  [
    `${role('ClusterRole', 'apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [patch]')}  - { apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve] }\n`,
    ['certificatesigningrequests/approval'],
  ],
  [
    `${role('ClusterRole', 'apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [patch]')}  - { apiGroups: [certificates.k8s.io], resources: [signers], resourceNames: [kubernetes.io/kube-apiserver-client], verbs: [approve] }\n`,
    ['certificatesigningrequests/approval'],
  ],
  [
    `${role('ClusterRole', 'apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [patch]')}  - { apiGroups: [certificates.k8s.io], resources: [signers], resourceNames: [kubernetes.io/kubelet-serving], verbs: [approve] }\n`,
    [],
  ],
  [
    role(
      'Role',
      'apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [patch]',
    ),
    [],
  ],
  [
    role(
      'ClusterRole',
      'apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests], verbs: [create, update]',
    ),
    [],
  ],
]);
