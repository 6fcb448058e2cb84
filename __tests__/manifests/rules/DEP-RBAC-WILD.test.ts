import { testRule } from '../rule-cases.js';

testRule('DEP-RBAC-WILD', [
  ['kind: ClusterRole\nrules: [{ resources: ["*"], verbs: ["*"] }]', ['"*"', '"*"']],
  ['kind: Role\nrules: [{ apiGroups: ["*"], resources: [pods], verbs: [get] }]', ['"*"']],
  ['kind: Role\nrules: [{ apiGroups: ["*"], resources: ["*"], verbs: [get] }]', ['"*"']],
  ['kind: Role\nrules: [{ resources: ["pods/*"], verbs: [get] }]', []],
]);
