import { pod, securityContext, service, testRule } from '../rule-cases.js';

testRule('DEP-CAPDROP', [
  [service('cap_drop: [NET_RAW]'), ['cap_drop']],
  [service('cap_drop: [all]'), []],
  [securityContext('capabilities: { drop: [all] }'), ['drop']],
  [securityContext('capabilities: { drop: [ALL] }'), []],
  [pod('os: { name: windows }\n  containers: [{ name: c, image: x }]'), []],
  [pod('containers: [{ name: a-patch }]'), []],
]);
