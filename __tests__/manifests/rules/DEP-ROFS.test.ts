import { securityContext, service, testRule } from '../rule-cases.js';

testRule('DEP-ROFS', [
  [service('read_only: false'), ['false']],
  [securityContext('readOnlyRootFilesystem: true'), []],
]);
