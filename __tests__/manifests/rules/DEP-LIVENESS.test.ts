import { container, pod, testRule } from '../rule-cases.js';

testRule('DEP-LIVENESS', [
  ['kind: Job\nspec: { template: { spec: { containers: [{ name: c, image: x }] } } }', []],
  [pod('initContainers: [{ name: i, image: x }]'), []],
  [container('tty: true'), ['name']],
  [container('livenessProbe: { tcpSocket: { port: 80 } }'), []],
]);
