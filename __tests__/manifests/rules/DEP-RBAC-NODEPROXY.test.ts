import { role, testRule } from '../rule-cases.js';

testRule('DEP-RBAC-NODEPROXY', [
  [
    role('ClusterRole', 'resources: [nodes/proxy], resourceNames: [a], verbs: [create]'),
    ['nodes/proxy'],
  ],
  [role('ClusterRole', 'resources: ["*/proxy"], verbs: [get]'), ['"*/proxy"']],
  [role('Role', 'resources: [nodes/proxy], verbs: [get]'), []],
  [role('ClusterRole', 'resources: [nodes, services/proxy], verbs: [get]'), []],
]);
