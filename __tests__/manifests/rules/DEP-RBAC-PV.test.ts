import { role, testRule } from '../rule-cases.js';

testRule('DEP-RBAC-PV', [
  [
    role('ClusterRole', 'apiGroups: [""], resources: [persistentvolumes], verbs: [get, "*"]'),
    ['persistentvolumes'],
  ],
  [role('ClusterRole', 'resources: [persistentvolumes], verbs: [get, list, delete]'), []],
  [role('Role', 'resources: [persistentvolumes], verbs: [create]'), []],
]);
