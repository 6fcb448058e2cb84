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
