import { pod, testRule } from '../rule-cases.js';

testRule('DEP-EMPTYDIR-MEM', [
  [pod('volumes: [{ name: v, emptyDir: { medium: Memory } }]'), ['Memory']],
  [pod('volumes: [{ name: v, emptyDir: { medium: Memory, sizeLimit: 64Mi } }]'), []],
  [pod('volumes: [{ name: v, emptyDir: {} }]'), []],
]);
