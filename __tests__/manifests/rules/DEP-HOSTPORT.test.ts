import { container, testRule } from '../rule-cases.js';

testRule('DEP-HOSTPORT', [
  [container('ports: [{ hostPort: 0 }, { hostPort: 80 }]'), ['80']],
  [container('ports: [{ containerPort: 80 }]'), []],
]);
