import { pod, securityContext, testRule } from '../rule-cases.js';

testRule('DEP-WINHOST', [
  [securityContext('windowsOptions: { hostProcess: true }'), ['true']],
  [pod('securityContext: { windowsOptions: { hostProcess: true } }'), ['true']],
  [securityContext('windowsOptions: { hostProcess: false }'), []],
]);
