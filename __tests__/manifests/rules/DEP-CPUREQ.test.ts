import { container, testRule } from '../rule-cases.js';

testRule('DEP-CPUREQ', [
  [container('resources: { limits: { cpu: 1 } }'), []],
  [container('resources: { requests: { cpu: 0 } }'), ['name']],
  [container('resources: { requests: { cpu: 100m } }'), []],
]);
