import { container, service, testRule } from '../rule-cases.js';

testRule('DEP-SSHPORT', [
  [service('ports: ["22"]'), ['"22"']],
  [service('ports: ["127.0.0.1:2020-2025:20-25/tcp"]'), ['"127.0.0.1:2020-2025:20-25/tcp"']],
  [service('ports: ["22:8080", "2222:222"]'), []],
  [container('ports: [{ containerPort: 22 }]'), ['22']],
  [container('ports: [{ containerPort: 22, protocol: UDP }]'), []],
]);
