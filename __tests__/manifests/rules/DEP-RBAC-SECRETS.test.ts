import { role, testRule } from '../rule-cases.js';

testRule('DEP-RBAC-SECRETS', [
  [role('ClusterRole', 'resources: [secrets], verbs: ["*"]'), ['secrets']],
  [role('Role', 'apiGroups: ["*"], resources: [pods, secrets], verbs: [watch]'), ['secrets']],
  [role('Role', 'apiGroups: [""], resources: [secrets], verbs: [create, update]'), []],
  [role('Role', 'apiGroups: [example.com], resources: [secrets], verbs: [get]'), []],
  [role('Role', 'apiGroups: [""], resources: [secrets], resourceNames: [a], verbs: [get]'), []],
  [role('ClusterRole', 'resources: [secrets], verbs: [get]', 'system:node'), []],
  [role('ClusterRole', 'resources: [secrets], verbs: [get]', 'system:mine'), ['secrets']],
  [
    `${role('ClusterRole', 'resources: [secrets], verbs: [get]')}aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: b } }] }\n`,
    [],
  ],
  [role('ClusterRole', 'resources: ["*"], verbs: [get]'), []],
]);
