import { testRule } from '../rule-cases.js';

testRule('DEP-CLUSTERADMIN', [
  ['kind: RoleBinding\nroleRef: { name: cluster-admin }', []],
  ['kind: ClusterRoleBinding\nroleRef: { name: cluster-admin }', ['cluster-admin']],
  ['kind: ClusterRoleBinding\nroleRef: { name: view }', []],
]);
