import { testRule } from '../rule-cases.js';

const namespace = (level: string) =>
  `kind: Namespace\nmetadata: { name: a, labels: { pod-security.kubernetes.io/enforce: ${level} } }\n`;

testRule('DEP-PSS-LABEL', [
  [namespace('privileged'), ['privileged']],
  [namespace('restricted'), []],
  ['kind: Namespace\nmetadata: { name: a, labels: { app: a } }', ['name']],
  ['kind: Namespace\nmetadata: { name: kube-system }', []],
  ['kind: Namespace\nmetadata: { name: a }\n---\napiVersion: kyverno.io/v1\nkind: Policy', []],
]);
