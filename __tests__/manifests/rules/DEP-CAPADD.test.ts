import { expect, it } from '@jest/globals';
import { podSecurityLevels } from '../lint-text.js';
import { securityContext, service, testRule } from '../rule-cases.js';

testRule('DEP-CAPADD', [
  [service('cap_add: [cap_net_admin, chown, all]'), ['cap_net_admin', 'all']],
  [service('cap_add: ["$' + '{CAP}", "$' + '{CAP:-SYS_ADMIN}"]'), ['"$' + '{CAP:-SYS_ADMIN}"']],
  [
    securityContext('capabilities: { add: [CAP_CHOWN, chown, NET_BIND_SERVICE] }'),
    ['CAP_CHOWN', 'chown'],
  ],
  [securityContext('capabilities: { add: [KILL] }'), ['KILL']],
  [service('cap_add: [NET_BIND_SERVICE, CHOWN]'), []],
  [securityContext('capabilities: { add: [NET_BIND_SERVICE] }'), []],
]);

it('the baseline level forbids capabilities that engines do not give by default', () => {
  const text = securityContext('capabilities: { add: [SYS_ADMIN, CHOWN, SYS_TIME] }');
  expect(podSecurityLevels('DEP-CAPADD', text)).toEqual([
    'critical pss:baseline',
    'low pss:restricted',
    'high pss:baseline',
  ]);
});
