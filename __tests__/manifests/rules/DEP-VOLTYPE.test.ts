import { pod, testRule } from '../rule-cases.js';

testRule('DEP-VOLTYPE', [
  [pod('volumes: [{ name: a, nfs: {} }, { name: b, emptyDir: {} }, { name: c }]'), ['nfs']],
  [pod('volumes: [{ name: a, configMap: {} }, { name: b, hostPath: {} }]'), []],
]);
