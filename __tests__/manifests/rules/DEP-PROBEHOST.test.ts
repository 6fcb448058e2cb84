import { container, testRule } from '../rule-cases.js';

testRule('DEP-PROBEHOST', [
  [container('lifecycle: { preStop: { httpGet: { host: a, port: 1 } } }'), ['a']],
  [container('startupProbe: { tcpSocket: { host: "", port: 1 } }'), []],
]);
