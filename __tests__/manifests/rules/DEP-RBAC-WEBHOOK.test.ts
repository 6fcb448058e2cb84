import { role, testRule } from '../rule-cases.js';

testRule('DEP-RBAC-WEBHOOK', [
  [
    role(
      'ClusterRole',
      'apiGroups: ["*"], resources: [mutatingwebhookconfigurations], verbs: [patch]',
    ),
    ['mutatingwebhookconfigurations'],
  ],
  [
    role(
      'ClusterRole',
      'apiGroups: [admissionregistration.k8s.io], resources: [mutatingwebhookconfigurations], verbs: [get, list, watch]',
    ),
    [],
  ],
  [
    role(
      'ClusterRole',
      'apiGroups: [admissionregistration.k8s.io], resources: [validatingadmissionpolicies], verbs: [create]',
    ),
    [],
  ],
]);
