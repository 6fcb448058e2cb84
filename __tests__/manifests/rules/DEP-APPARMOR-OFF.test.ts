import { securityContext, testRule } from '../rule-cases.js';

testRule('DEP-APPARMOR-OFF', [
  [securityContext('appArmorProfile: { type: Unconfined }'), ['Unconfined']],
  [
    'kind: Pod\nmetadata: { annotations: { container.apparmor.security.beta.kubernetes.io/c: unconfined } }\nspec: {}\n',
    ['unconfined'],
  ],
  [
    'kind: Pod\nmetadata: { annotations: { container.apparmor.security.beta.kubernetes.io/c: localhost/p } }\nspec: {}\n',
    [],
  ],
]);
