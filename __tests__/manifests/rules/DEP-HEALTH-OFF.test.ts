import { service, testRule } from '../rule-cases.js';

testRule('DEP-HEALTH-OFF', [
  [service('healthcheck: { test: NONE }'), ['NONE']],
  [service('healthcheck: { disable: true }'), ['true']],
  [service('healthcheck: { disable: false, test: [CMD, a] }'), []],
]);
