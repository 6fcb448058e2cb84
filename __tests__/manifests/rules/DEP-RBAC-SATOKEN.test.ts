import { role, testRule } from '../rule-cases.js';

testRule('DEP-RBAC-SATOKEN', [
  [role('Role', 'resources: [serviceaccounts/token], verbs: [create]'), ['serviceaccounts/token']],
  [role('ClusterRole', 'resources: ["*/token"], verbs: ["*"]'), ['"*/token"']],
  [role('ClusterRole', 'resources: [serviceaccounts], verbs: [create]'), []],
]);
