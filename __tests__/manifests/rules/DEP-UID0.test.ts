import { securityContext, service, testRule } from '../rule-cases.js';

testRule('DEP-UID0', [
  [service('user: "0:0"'), ['"0:0"']],
  [service('user: root:app'), ['root:app']],
  [service('user: rootless'), []],
  [service('user: "10"'), []],
  [securityContext('runAsUser: 0'), ['0']],
  [`${securityContext('runAsUser: 1')}  securityContext: { runAsUser: 0 }`, ['0']],
  [`${securityContext('runAsUser: 0')}  hostUsers: false`, []],
]);
