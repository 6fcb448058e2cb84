import { service, testRule } from '../rule-cases.js';

testRule('DEP-HEALTH', [
  [service('healthcheck: { disable: true }'), []],
  [service('tty: true'), ['app']],
  [service('healthcheck: { test: [CMD, a] }'), []],
]);
