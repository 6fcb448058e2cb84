import { pod, service, testRule } from '../rule-cases.js';

testRule('DEP-SYSCTL', [
  [service('sysctls: ["kernel.sem=1", "net.ipv4.ip_forward=1"]'), ['"kernel.sem=1"']],
  [
    pod(
      'securityContext: { sysctls: [{ name: net.core.somaxconn }, { name: net.ipv4.tcp_rmem }] }',
    ),
    ['net.core.somaxconn'],
  ],
  [service('sysctls: { net.core.somaxconn: 1024 }'), []],
  [pod('securityContext: { sysctls: [{ name: net.ipv4.tcp_rmem }] }'), []],
]);
