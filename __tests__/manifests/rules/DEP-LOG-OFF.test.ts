import { service, testRule } from '../rule-cases.js';

testRule('DEP-LOG-OFF', [
  [service('logging: { driver: none }'), ['none']],
  [service('logging: { driver: local }'), []],
  [service('tty: true'), []],
]);
