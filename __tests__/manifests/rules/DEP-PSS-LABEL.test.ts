import { testRule } from '../rule-cases.js';

const namespace = (level: string) =>
  `kind: Namespace\nmetadata: { name: a, labels: { pod-security.kubernetes.io/enforce: ${level} } }\n`;

const labels = (enforce: string, more: string) =>
  `${namespace(enforce).slice(0, -5)}, pod-security.kubernetes.io/${more} } }\n`;

testRule('DEP-PSS-LABEL', [
  [namespace('privileged'), ['privileged']],
  [namespace('restricted'), []],
  ['kind: Namespace\nmetadata: { name: a, labels: { app: a } }', ['name']],
  [namespace('high'), ['high']],
  [labels('baseline', 'audit: Restricted'), ['Restricted']],
  [labels('restricted', 'warn: baseline'), ['baseline']],
  [labels('baseline', 'enforce-version: "1.30"'), ['"1.30"']],
  [labels('baseline', 'warn-version: newest'), ['newest']],
  [labels('baseline', 'audit: baseline'), []],
  [labels('baseline', 'warn: restricted'), []],
  [labels('baseline', 'enforce-version: v1.30'), []],
  [labels('baseline', 'audit-version: latest'), []],
  [labels('baseline', 'warn: "$LEVEL"'), []],
  ['kind: Namespace\nmetadata: { name: kube-system }', []],
  ['kind: Namespace\nmetadata: { name: a }\n---\napiVersion: kyverno.io/v1\nkind: Policy', []],
]);
