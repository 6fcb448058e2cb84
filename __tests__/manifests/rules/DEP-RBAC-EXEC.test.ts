import { role, testRule } from '../rule-cases.js';

testRule('DEP-RBAC-EXEC', [
  [role('Role', 'resources: [pods/attach], verbs: [create]'), ['pods/attach']],
  [role('ClusterRole', 'apiGroups: [""], resources: ["*/exec"], verbs: [get]'), ['"*/exec"']],
  [role('Role', 'resources: [pods/exec], resourceNames: [db-0], verbs: [create]'), []],
  [role('Role', 'resources: [pods/exec], verbs: [delete]'), []],
  [role('Role', 'resources: [pods/portforward], verbs: [create]'), ['pods/portforward']],
  [role('Role', 'resources: [pods/portforward], verbs: [list]'), []],
  [
    role('Role', 'resources: [pods/ephemeralcontainers], verbs: [patch]'),
    ['pods/ephemeralcontainers'],
  ],
  [role('Role', 'resources: [pods/ephemeralcontainers], verbs: [get]'), []],
]);
