import { container, securityContext, service, testRule } from '../rule-cases.js';

testRule('DEP-NONROOT', [
  [service('user: app'), []],
  ['services:\n  app:\n    build: .\n', []],
  [securityContext('runAsNonRoot: true'), []],
  [securityContext('runAsNonRoot: false'), ['false']],
  [`${container('tty: false')}  securityContext: { runAsNonRoot: true }`, []],
  [`${securityContext('runAsNonRoot: true')}  securityContext: { runAsNonRoot: false }`, ['false']],
  [`${container('tty: false')}  hostUsers: false`, []],
]);
