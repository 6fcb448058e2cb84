import { testRule } from '../rule-cases.js';

testRule('DEP-EXTERNALIP', [
  ['kind: Service\nspec: { externalIPs: [192.0.2.1, 192.0.2.2] }', ['externalIPs']],
  ['kind: Service\nspec: { externalIPs: [] }', []],
  ['kind: Service\nspec: { type: LoadBalancer }', []],
]);
