import { testRule } from '../rule-cases.js';

testRule('DEP-ANON', [
  [
    'kind: ClusterRoleBinding\nsubjects: [{ name: "system:unauthenticated" }, { name: "system:masters" }]',
    ['"system:unauthenticated"'],
  ],
  [
    'kind: RoleBinding\nsubjects: [{ kind: User, name: "system:anonymous" }]',
    ['"system:anonymous"'],
  ],
  ['kind: RoleBinding\nsubjects: [{ kind: Group, name: "system:authenticated" }]', []],
]);
