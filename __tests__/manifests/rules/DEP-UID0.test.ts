import { expect, test } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { securityContext, service, testRule } from '../rule-cases.js';

testRule('DEP-UID0', [
  [service('user: "0:0"'), ['"0:0"']],
  [service('user: root:app'), ['root:app']],
  [service('user: rootless'), []],
  [service('user: "10"'), []],
  [securityContext('runAsUser: 0'), ['0']],
  [`${securityContext('runAsUser: 1')}  securityContext: { runAsUser: 0 }`, ['0']],
  [`${securityContext('runAsUser: 0')}  hostUsers: false`, []],
]);

test('says that no container has the root user of its pod', () => {
  const pod = (user: string) => `${securityContext(user)}  securityContext: { runAsUser: 0 }`;
  const outcome = (text: string) =>
    findingsOf('DEP-UID0', text).map(({ severity, message }) => `${severity} ${message}`);
  expect(outcome(pod('runAsUser: 1'))).toEqual([
    'low Pod "p" sets the root user (0), which each of its containers overrides',
  ]);
  expect(outcome(pod('privileged: false'))).toEqual(['medium Pod "p" runs as root (user 0)']);
});
