import { role, testRule } from '../rule-cases.js';

testRule('DEP-RBAC-ESCALATE', [
  [
    role('Role', 'apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: ["*"]'),
    ['roles'],
  ],
  [
    role('ClusterRole', 'apiGroups: [""], resources: [users, groups], verbs: [impersonate]'),
    ['users', 'groups'],
  ],
  [
    role(
      'ClusterRole',
      'apiGroups: [""], resources: [groups], resourceNames: ["system:masters"], verbs: [impersonate]',
    ),
    ['groups'],
  ],
  [
    role(
      'ClusterRole',
      'apiGroups: [""], resources: [users], resourceNames: [ci], verbs: [impersonate]',
    ),
    [],
  ],
  [
    role(
      'ClusterRole',
      'apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], resourceNames: [view, cluster-admin], verbs: [bind]',
    ),
    ['clusterroles'],
  ],
  [
    role(
      'ClusterRole',
      'apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles, rolebindings], verbs: [create, update]',
    ),
    [],
  ],
]);
