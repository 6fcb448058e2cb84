import { container, service, testRule } from '../rule-cases.js';

testRule('DEP-MEMLIMIT', [
  [service('deploy: { resources: { limits: { memory: 1g } } }'), []],
  [service('mem_limit: 0'), ['app']],
  [container('resources: { limits: { memory: 0Mi } }'), ['0Mi']],
  [container('resources: { limits: { memory: 64Mi } }'), []],
  [container('resources: { requests: { memory: 64Mi } }'), ['name']],
]);
