import { expect, it } from '@jest/globals';
import { lintManifest } from '../../../src/manifests/lint.js';
import { NOW } from '../../now.js';
import { findingsOf, manifestOf } from '../lint-text.js';
import { container, testRule } from '../rule-cases.js';

testRule('DEP-SATOKEN', [
  [container('tty: true'), ['name']],
  [`${container('tty: true')}  automountServiceAccountToken: true`, ['true']],
  [
    `${container('tty: true')}  serviceAccountName: s\n---\nkind: ServiceAccount\nmetadata: { name: s }\nautomountServiceAccountToken: false`,
    [],
  ],
  ['kind: ServiceAccount\nmetadata: { name: default }', ['name']],
  ['kind: ServiceAccount\nmetadata: { name: default }\nautomountServiceAccountToken: false', []],
  ['kind: ServiceAccount\nmetadata: { name: shop }', []],
]);

it('a service account of another manifest counts', () => {
  const manifest = manifestOf(container('tty: true'));
  const other = manifestOf(
    'kind: ServiceAccount\nmetadata: { name: default }\nautomountServiceAccountToken: false\n',
  );
  const allManifests = [manifest, other];
  const rules = lintManifest(manifest, { now: NOW, allManifests }).map(({ rule }) => rule);
  expect(rules).not.toContain('DEP-SATOKEN');
  expect(lintManifest(manifest, { now: NOW }).map(({ rule }) => rule)).toContain('DEP-SATOKEN');
});

const POD =
  'kind: Pod\nmetadata: { name: p, namespace: n }\nspec: { serviceAccountName: s, containers: [{ name: c, image: x:1 }] }\n';
const bound = (kind: string, role: string, subject: string) =>
  `---\nkind: ${kind}\nmetadata: { name: b, namespace: n }\nroleRef: { kind: ClusterRole, name: ${role} }\nsubjects: [{ ${subject} }]\n`;

it.each([
  ['none', '', 'low'],
  ['a role', bound('RoleBinding', 'view', 'kind: ServiceAccount, name: s'), 'medium'],
  [
    'everything',
    bound('ClusterRoleBinding', 'cluster-admin', 'kind: ServiceAccount, name: s, namespace: n'),
    'high',
  ],
  [
    'everything in its namespace',
    bound('RoleBinding', 'cluster-admin', 'kind: ServiceAccount, name: s'),
    'medium',
  ],
  ['none: another account', bound('RoleBinding', 'view', 'kind: ServiceAccount, name: t'), 'low'],
  [
    'none: an account of another namespace',
    bound('ClusterRoleBinding', 'view', 'kind: ServiceAccount, name: s, namespace: m'),
    'low',
  ],
  ['none: a user', bound('RoleBinding', 'view', 'kind: User, name: s'), 'low'],
])('the token of an account with %s is rated by what it reaches', (_, binding, severity) => {
  const [found] = findingsOf('DEP-SATOKEN', `${POD}${binding}`);
  expect(found?.severity).toBe(severity);
  expect(found?.message.includes(', with the permissions of')).toBe(severity !== 'low');
});
