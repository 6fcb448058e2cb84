import { container, testRule } from '../rule-cases.js';

testRule('DEP-SECCOMP-UNSET', [
  [container('tty: false'), ['name']],
  [`${container('tty: false')}  securityContext: { seccompProfile: { type: Localhost } }`, []],
]);
