import { container, securityContext, service, testRule } from '../rule-cases.js';

testRule('DEP-NNP', [
  [service('user: "1"'), ['app']],
  [service('security_opt: ["no-new-privileges=true"]'), []],
  [service('security_opt: ["no-new-privileges:false"]'), ['"no-new-privileges:false"']],
  [securityContext('allowPrivilegeEscalation: true'), ['true']],
  [securityContext('allowPrivilegeEscalation: false'), []],
  [container('stdin: false'), ['name']],
]);
