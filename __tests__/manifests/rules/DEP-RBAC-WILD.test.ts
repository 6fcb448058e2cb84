import { expect, it } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { role, testRule } from '../rule-cases.js';

testRule('DEP-RBAC-WILD', [
  ['kind: ClusterRole\nrules: [{ resources: ["*"], verbs: ["*"] }]', ['"*"', '"*"']],
  ['kind: Role\nrules: [{ apiGroups: ["*"], resources: [pods], verbs: [get] }]', ['"*"']],
  ['kind: Role\nrules: [{ apiGroups: ["*"], resources: ["*"], verbs: [get] }]', ['"*"']],
  ['kind: Role\nrules: [{ resources: ["pods/*"], verbs: [get] }]', []],
]);

it.each([
  ['ClusterRole', 'apiGroups: ["*"], resources: ["*"], verbs: ["*"]', 'high'],
  ['ClusterRole', 'apiGroups: [""], resources: ["*"], verbs: [get, create]', 'high'],
  ['ClusterRole', 'apiGroups: [apps], resources: [deployments], verbs: ["*"]', 'medium'],
  [
    'ClusterRole',
    'apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: ["*"]',
    'high',
  ],
  ['ClusterRole', 'apiGroups: [""], resources: ["*"], verbs: [get, list]', 'medium'],
  ['ClusterRole', 'apiGroups: [apps], resources: ["*"], verbs: [get, list]', 'low'],
  ['ClusterRole', 'apiGroups: [argoproj.io], resources: ["*"], verbs: ["*"]', 'low'],
  ['ClusterRole', 'apiGroups: [argoproj.io], resources: ["*"], verbs: [get]', 'low'],
  ['ClusterRole', 'apiGroups: [argoproj.io, ""], resources: ["*"], verbs: ["*"]', 'high'],
  ['ClusterRole', 'resources: [secrets], resourceNames: [a], verbs: ["*"]', 'low'],
  ['Role', 'apiGroups: ["*"], resources: ["*"], verbs: ["*"]', 'medium'],
  ['Role', 'apiGroups: [""], resources: [pods], verbs: ["*"]', 'low'],
] as const)('a wildcard of a %s that allows %s is %s', (kind, rule, severity) => {
  const found = findingsOf('DEP-RBAC-WILD', role(kind, rule));
  expect(new Set(found.map((one) => one.severity))).toEqual(new Set([severity]));
  expect(new Set(found.map((one) => one.ruleSet))).toEqual(
    new Set([severity === 'low' ? 'all' : undefined]),
  );
});
