import { securityContext, service, testRule } from '../rule-cases.js';

testRule('DEP-SELINUX', [
  [service('security_opt: ["label=type:spc_t", "label:type:svirt_x"]'), ['"label=type:spc_t"']],
  [securityContext('seLinuxOptions: { type: spc_t, user: u, role: "" }'), ['spc_t', 'u']],
  [securityContext('seLinuxOptions: { type: container_t, level: s0 }'), []],
]);
