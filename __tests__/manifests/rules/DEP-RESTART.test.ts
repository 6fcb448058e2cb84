import { service, testRule } from '../rule-cases.js';

testRule('DEP-RESTART', [
  [service('restart: "no"'), []],
  [service('deploy: { restart_policy: { condition: any } }'), []],
  [service('tty: true'), ['app']],
]);
