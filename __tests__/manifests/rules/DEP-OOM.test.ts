import { service, testRule } from '../rule-cases.js';

testRule('DEP-OOM', [
  [service('oom_score_adj: -900'), ['-900']],
  [service('oom_score_adj: -899'), []],
]);
