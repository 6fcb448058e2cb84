import { testRule } from '../rule-cases.js';

testRule('DEP-JOBTTL', [
  ['kind: Job\nmetadata: { name: j }\nspec: { template: {} }', ['name']],
  ['kind: Job\nmetadata: { name: j }\nspec: { ttlSecondsAfterFinished: 60 }', []],
  ['kind: CronJob\nmetadata: { name: j }\nspec: { jobTemplate: {} }', []],
]);
