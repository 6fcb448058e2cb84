import { container, testRule } from '../rule-cases.js';

testRule('DEP-ENVSECRETREF', [
  [
    container('env: [{ name: K, valueFrom: { secretKeyRef: { name: s, key: k } } }]'),
    ['secretKeyRef'],
  ],
  [container('env: [{ name: K, valueFrom: { fieldRef: { fieldPath: x } } }]'), []],
]);
