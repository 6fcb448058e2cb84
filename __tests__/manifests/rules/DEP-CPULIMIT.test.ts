import { container, service, testRule } from '../rule-cases.js';

testRule('DEP-CPULIMIT', [
  [service('cpu_quota: 50000'), []],
  [service('cpus: 0'), ['app']],
  [container('resources: { limits: { cpu: 500m } }'), []],
  [container('resources: { limits: { cpu: "0" } }'), ['"0"']],
]);
