import { testRule } from '../rule-cases.js';

testRule('DEP-RBAC-WILD', [
  ['kind: ClusterRole\nrules: [{ resources: ["*"], verbs: ["*"] }]', ['"*"', '"*"']],
  ['kind: Role\nrules: [{ resources: ["pods/*"], verbs: [get] }]', []],
]);
