import { container, testRule } from '../rule-cases.js';

testRule('DEP-DEFAULTSA', [
  [`${container('tty: true')}  serviceAccountName: default`, ['default']],
  [`${container('tty: true')}  automountServiceAccountToken: false`, []],
]);
