import { container, pod, testRule } from '../rule-cases.js';

const PORTS = 'ports: [{ name: web, containerPort: 80 }]';

testRule('DEP-PROBEPORT', [
  [container(`${PORTS}\n      readinessProbe: { tcpSocket: { port: http } }`), ['http']],
  [container('lifecycle: { preStop: { httpGet: { port: http } } }'), ['http']],
  [container(`${PORTS}\n      startupProbe: { httpGet: { port: web } }`), []],
  [container('livenessProbe: { httpGet: { port: 80 } }'), []],
  [container('ports: [{ name: "$P" }]\n      livenessProbe: { httpGet: { port: http } }'), []],
  [pod('containers: [{ name: c, livenessProbe: { httpGet: { port: http } } }]'), []],
]);
