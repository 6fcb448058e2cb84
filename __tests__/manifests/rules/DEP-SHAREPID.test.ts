import { pod, testRule } from '../rule-cases.js';

testRule('DEP-SHAREPID', [
  [pod('shareProcessNamespace: yes'), ['yes']],
  [pod('hostPID: true'), []],
]);
