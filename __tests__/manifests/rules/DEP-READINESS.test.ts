import { container, testRule } from '../rule-cases.js';

testRule('DEP-READINESS', [
  [container('tty: true'), ['name']],
  [container('readinessProbe: { tcpSocket: { port: 80 } }'), []],
  ['kind: Job\nspec: { template: { spec: { containers: [{ name: c, image: x }] } } }', []],
]);
