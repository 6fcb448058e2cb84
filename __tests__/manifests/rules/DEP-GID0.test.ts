import { pod, securityContext, testRule } from '../rule-cases.js';

testRule('DEP-GID0', [
  [securityContext('runAsGroup: 0'), ['0']],
  [pod('securityContext: { fsGroup: 0 }'), ['0']],
  [pod('securityContext: { supplementalGroups: [10, 0] }'), ['0']],
  [pod('securityContext: { runAsGroup: 10, fsGroup: 20 }'), []],
  [pod('securityContext: { runAsGroup: 0 }\n  hostUsers: false'), []],
]);
