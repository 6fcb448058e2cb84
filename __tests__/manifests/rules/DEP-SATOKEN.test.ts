import { expect, it } from '@jest/globals';
import { lintManifest } from '../../../src/manifests/lint.js';
import { NOW } from '../../now.js';
import { manifestOf } from '../lint-text.js';
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
