import { expect, it } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { role } from '../rule-cases.js';

it.each([
  ['cilium-operator', 'of a CNI plugin '],
  ['ebs-csi-node', 'of a CSI driver '],
  ['system:falco', 'of a security agent '],
  ['gitlab-csirt', ''],
])('a role named %s is called "%s" in the message, and still reported', (name, agent) => {
  const text = role('ClusterRole', 'resources: [secrets], verbs: [get]', name);
  expect(findingsOf('DEP-RBAC-SECRETS', text).map(({ message }) => message)).toEqual([
    `ClusterRole "${name}" ${agent}can read all secrets of the cluster`,
  ]);
});
