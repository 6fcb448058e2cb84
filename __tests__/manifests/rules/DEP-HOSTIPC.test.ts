import { pod, service, testRule } from '../rule-cases.js';

testRule('DEP-HOSTIPC', [
  [pod('hostIPC: true'), ['true']],
  [service('ipc: host'), ['host']],
  [pod('hostIPC: false'), []],
  [service('ipc: shareable'), []],
]);
