import { expect, it } from '@jest/globals';
import { lintManifest } from '../../../src/manifests/lint.js';
import { NOW } from '../../now.js';
import { manifestOf, markedTexts } from '../lint-text.js';
import { container, testRule } from '../rule-cases.js';

testRule('DEP-NETPOL', [
  [`${container('tty: true')}  hostNetwork: true`, []],
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

it.each([
  ['matchLabels: { app: shop }', true],
  ['matchLabels: { app: shop, tier: db }', false],
  ['matchLabels: { app: other }', false],
  ['matchExpressions: [{ key: app, operator: In, values: [a, shop] }]', true],
  ['matchExpressions: [{ key: app, operator: In, values: [a] }]', false],
  ['matchExpressions: [{ key: app, operator: NotIn, values: [a] }]', true],
  ['matchExpressions: [{ key: app, operator: NotIn, values: [shop] }]', false],
  ['matchExpressions: [{ key: app, operator: Exists }]', true],
  ['matchExpressions: [{ key: tier, operator: DoesNotExist }]', true],
  ['matchExpressions: [{ key: app, operator: DoesNotExist }]', false],
  ['matchExpressions: [{ key: app, operator: Unknown }]', false],
])(
  'a policy with the selector { %s } selects a pod with the label app=shop: %s',
  (selector, selected) => {
    const labeled = container('tty: true').replace('name: p', 'name: p, labels: { app: shop }');
    const policy = `---\nkind: NetworkPolicy\nspec: { podSelector: { ${selector} } }\n`;
    expect(markedTexts('DEP-NETPOL', labeled + policy)).toEqual(selected ? [] : ['name']);
  },
);

it('a network policy of another manifest counts', () => {
  const manifest = manifestOf(container('tty: true'));
  const other = manifestOf('kind: NetworkPolicy\nspec: {}\n');
  const allManifests = [manifest, other];
  const rules = lintManifest(manifest, { now: NOW, allManifests }).map(({ rule }) => rule);
  expect(rules).not.toContain('DEP-NETPOL');
  expect(lintManifest(manifest, { now: NOW }).map(({ rule }) => rule)).toContain('DEP-NETPOL');
});
