import { binding, testRule } from '../rule-cases.js';

testRule('DEP-RBAC-SHARED', [
  [binding('kind: ServiceAccount, name: default'), ['default']],
  [binding('kind: Group, name: system:serviceaccounts:shop'), ['system:serviceaccounts:shop']],
  [binding('kind: Group, name: system:authenticated'), ['system:authenticated']],
  [binding('kind: Group, name: system:authenticated', 'system:discovery'), []],
  [binding('kind: User, name: default'), []],
  [binding('kind: Group, name: ops'), []],
]);
