import { service, testRule } from '../rule-cases.js';

testRule('DEP-HOSTNS-OTHER', [
  [service('uts: host\n    userns_mode: host\n    cgroup: private'), ['host', 'host']],
  [service('cgroup: private\n    uts: other'), []],
]);
