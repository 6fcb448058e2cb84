import { binding, testRule } from '../rule-cases.js';

testRule('DEP-RBAC-MASTERS', [
  [binding('kind: Group, name: system:masters'), ['system:masters']],
  [binding('kind: User, name: system:masters'), []],
  [binding('kind: Group, name: masters'), []],
]);
