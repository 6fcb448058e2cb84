import { service, testRule } from '../rule-cases.js';

testRule('DEP-CGROUPPARENT', [
  [service('cgroup_parent: m-executor'), ['m-executor']],
  [service('cgroup: private'), []],
]);
