import { pod, service, testRule } from '../rule-cases.js';

testRule('DEP-HOSTPID', [
  [pod('hostPID: true'), ['true']],
  [service('pid: "service:a"'), []],
]);
