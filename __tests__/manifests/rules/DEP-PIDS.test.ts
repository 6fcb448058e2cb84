import { container, service, testRule } from '../rule-cases.js';

testRule('DEP-PIDS', [
  [service('pids_limit: -1'), ['-1']],
  [service('deploy: { resources: { limits: { pids: 5 } } }'), []],
  [container('tty: false'), []],
]);
