import { role, testRule } from '../rule-cases.js';

testRule('DEP-RBAC-WORKLOADS', [
  [
    role('Role', 'apiGroups: [apps], resources: [deployments, statefulsets], verbs: [create]'),
    ['deployments', 'statefulsets'],
  ],
  [role('Role', 'apiGroups: [batch], resources: [jobs], verbs: ["*"]'), ['jobs']],
  [
    role('Role', 'apiGroups: ["", apps], resources: [pods, deployments], verbs: [create]'),
    ['pods', 'deployments'],
  ],
  [role('Role', 'apiGroups: [apps], resources: [deployments/scale], verbs: [create]'), []],
  [role('Role', 'apiGroups: [apps], resources: [deployments], verbs: [update, patch]'), []],
]);
