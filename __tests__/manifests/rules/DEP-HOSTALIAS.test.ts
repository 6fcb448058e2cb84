import { pod, testRule } from '../rule-cases.js';

testRule('DEP-HOSTALIAS', [
  [pod('hostAliases: [{ ip: 127.0.0.1, hostnames: [a] }]'), ['hostAliases']],
  [pod('hostAliases: []'), []],
]);
