import { testRule } from '../rule-cases.js';

const manifest = (target: string, port = 'name: web', selector = 'app: web') =>
  `kind: Pod
metadata: { name: p, labels: { app: web } }
spec: { containers: [{ name: p, image: x:1, ports: [{ ${port}, containerPort: 80 }] }] }
---
kind: Service
metadata: { name: s }
spec: { selector: { ${selector} }, ports: [{ port: 80, targetPort: ${target} }] }
`;

testRule('DEP-TARGETPORT', [
  [manifest('http'), ['http']],
  [manifest('http', 'protocol: TCP'), ['http']],
  [manifest('web'), []],
  [manifest('8080'), []],
  [manifest('"8080"'), []],
  [manifest('http', 'name: "$PORT"'), []],
  [manifest('http', 'name: web', 'app: other'), []],
]);
