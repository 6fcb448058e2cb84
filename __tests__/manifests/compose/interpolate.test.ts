import { expect, test } from '@jest/globals';
import { interpolateDefaults } from '../../../src/manifests/compose/interpolate.js';
import { readManifestYaml } from '../../../src/manifests/manifest-yaml.js';
import { markedTexts } from '../lint-text.js';
import { withDollars } from '../rule-cases.js';

test.each([
  ['plain', 'plain', false],
  ['a-§{V:-b}', 'a-b', true],
  ['§{V-b}', 'b', true],
  ['§{V:-§{W:-c}}', 'c', true],
  ['§{V}', '§{V}', true],
  ['§V', '§V', true],
  ['§{V:?must be set}', '§{V:?must be set}', true],
  ['a§§b', 'a§b', false],
  ['§{unclosed', '§{unclosed', true],
])('%s is read as %s', (text, expanded, hasVariable) => {
  const [node] = readManifestYaml(JSON.stringify(withDollars(text)), 'm.yaml');
  if (!node) throw new Error('no document');
  const result = interpolateDefaults(node);
  expect([result.scalar, result.hasVariable ?? false]).toEqual([
    withDollars(expanded),
    hasVariable,
  ]);
});

test('a default that makes a service privileged is reported', () => {
  const text = withDollars('services:\n  a: { image: x, privileged: "§{P:-true}" }\n');
  expect(markedTexts('DEP-PRIV', text)).toEqual([withDollars('"§{P:-true}"')]);
});
