import { expect, it } from '@jest/globals';
import { lintManifest } from '../../../src/manifests/lint.js';
import { manifestOf } from '../lint-text.js';
import { container, testRule } from '../rule-cases.js';

testRule('DEP-NETPOL', [
  [`${container('tty: true')}---\nkind: NetworkPolicy\nspec: { podSelector: {} }`, []],
  [
    `${container('tty: true')}---\nkind: NetworkPolicy\nmetadata: { namespace: other }\nspec: { podSelector: {} }`,
    ['name'],
  ],
  [
    `${container('tty: true')}---\nkind: NetworkPolicy\nspec: { podSelector: { matchExpressions: [{ key: a, operator: Exists }] } }`,
    ['name'],
  ],
]);

it('a network policy of another manifest counts', () => {
  const manifest = manifestOf(container('tty: true'));
  const other = manifestOf('kind: NetworkPolicy\nspec: {}\n');
  const allManifests = [manifest, other];
  const rules = lintManifest(manifest, { allManifests }).map(({ rule }) => rule);
  expect(rules).not.toContain('DEP-NETPOL');
  expect(lintManifest(manifest).map(({ rule }) => rule)).toContain('DEP-NETPOL');
});
