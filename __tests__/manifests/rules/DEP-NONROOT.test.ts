import { expect, it } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { container, securityContext, service, testRule } from '../rule-cases.js';

testRule('DEP-NONROOT', [
  [service('user: app'), []],
  ['services:\n  app:\n    build: .\n', []],
  [securityContext('runAsNonRoot: true'), []],
  [securityContext('runAsNonRoot: false'), ['false']],
  [`${container('tty: false')}  securityContext: { runAsNonRoot: true }`, []],
  [`${securityContext('runAsNonRoot: true')}  securityContext: { runAsNonRoot: false }`, ['false']],
  [`${container('tty: false')}  hostUsers: false`, []],
  [securityContext('runAsUser: 1000'), []],
  [`${container('tty: false')}  securityContext: { runAsUser: 1000 }`, []],
  [`${securityContext('runAsUser: 0')}  securityContext: { runAsUser: 1000 }`, ['name']],
  [`${container('tty: false')}  securityContext: { runAsUser: 1, runAsNonRoot: false }`, []],
]);

it.each([
  [securityContext('runAsUser: 0'), 0],
  [`${container('tty: false')}  securityContext: { runAsUser: 0 }`, 0],
  [`${container('tty: false')}  securityContext: { runAsUser: 0, runAsNonRoot: false }`, 0],
  [`${securityContext('runAsUser: 0')}  securityContext: { runAsNonRoot: false }`, 0],
  [`${container('tty: false')}  securityContext: { runAsNonRoot: false }`, 1],
  [container('tty: false'), 1],
])(
  'offers no fix next to the root user, with which the kubelet does not start it: %j',
  (text, count) => {
    const findings = findingsOf('DEP-NONROOT', text);
    expect(findings).toHaveLength(1);
    expect(findings.flatMap(({ fix }) => fix ?? [])).toHaveLength(count);
  },
);

it.each([
  [securityContext('runAsNonRoot: false'), 'medium'],
  [container('tty: true'), 'low'],
  [service('tty: true'), 'low'],
])('%j is %s: medium only where the manifest allows it explicitly', (text, severity) => {
  expect(findingsOf('DEP-NONROOT', text).map((found) => found.severity)).toEqual([severity]);
});
