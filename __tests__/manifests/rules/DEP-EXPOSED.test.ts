import { testRule } from '../rule-cases.js';

testRule('DEP-EXPOSED', [
  ['kind: Service\nspec: { type: LoadBalancer }', ['LoadBalancer']],
  ['kind: Service\nspec: { type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8] }', []],
]);
