import { expect, it } from '@jest/globals';
import { findingsOf, podSecurityLevels } from '../lint-text.js';
import { pod, securityContext, service, testRule } from '../rule-cases.js';

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

const inPod = (capability: string, lines: string) =>
  pod(
    `${lines}containers: [{ name: c, image: x:1, securityContext: { capabilities: { add: [${capability}] } } }]`,
  );

it.each([
  ['controls the host', securityContext('capabilities: { add: [SYS_MODULE] }'), 'critical'],
  ['changes its own network', securityContext('capabilities: { add: [NET_ADMIN] }'), 'medium'],
  ['changes the network of the host', inPod('NET_ADMIN', 'hostNetwork: true\n  '), 'high'],
  ['reads its own processes', inPod('SYS_PTRACE', ''), 'medium'],
  ['reads the processes of the host', inPod('SYS_PTRACE', 'hostPID: true\n  '), 'critical'],
  ['changes its own network', service('cap_add: [NET_ADMIN]'), 'medium'],
  [
    'changes the network of the host',
    service('network_mode: host\n    cap_add: [NET_RAW]'),
    'high',
  ],
  ['reads the processes of the host', service('pid: host\n    cap_add: [SYS_PTRACE]'), 'critical'],
  ['changes the clock of the host', service('cap_add: [SYS_TIME]'), 'high'],
  ['uses up memory', service('cap_add: [IPC_LOCK]'), 'medium'],
  ['is not known', service('cap_add: [NEW_ONE]'), 'high'],
])('a capability that %s (%j) is %s', (_, text, severity) => {
  expect(findingsOf('DEP-CAPADD', text).map((found) => found.severity)).toEqual([severity]);
});

it.each([
  [service('cap_add: [SYS_ADMIN]'), 'Remove SYS_ADMIN from cap_add'],
  [service('cap_add: [all]'), undefined],
  [securityContext('capabilities: { add: [NET_ADMIN] }'), 'Remove NET_ADMIN from capabilities.add'],
])('in %j, the advice is: %s', (text, advice) => {
  expect(findingsOf('DEP-CAPADD', text).map((one) => one.advice)).toEqual([advice]);
});
