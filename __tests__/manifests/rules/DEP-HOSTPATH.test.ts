import { pod, service, testRule } from '../rule-cases.js';

testRule('DEP-HOSTPATH', [
  [pod('volumes: [{ name: v, hostPath: { path: /srv } }]'), ['hostPath']],
  [pod('volumes: [{ name: v, hostPath: null }]'), []],
  [service('volumes: ["/srv:/x"]'), []],
]);
