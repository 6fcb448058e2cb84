import { service, testRule } from '../rule-cases.js';

testRule('DEP-LOG-UNBOUNDED', [
  [service('logging: { options: { max-size: "-1" } }'), ['logging']],
  [service('logging: { driver: local }'), []],
  [service('logging: { driver: json-file }'), ['logging']],
]);
