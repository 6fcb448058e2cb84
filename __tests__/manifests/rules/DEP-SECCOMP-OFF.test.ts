import { securityContext, service, testRule } from '../rule-cases.js';

testRule('DEP-SECCOMP-OFF', [
  [service('security_opt: ["seccomp:unconfined"]'), ['"seccomp:unconfined"']],
  [securityContext('seccompProfile: { type: Unconfined }'), ['Unconfined']],
  [securityContext('seccompProfile: { type: Localhost }'), []],
  [
    'kind: Pod\nmetadata: { annotations: { seccomp.security.alpha.kubernetes.io/pod: unconfined } }\nspec: {}\n',
    ['unconfined'],
  ],
]);
