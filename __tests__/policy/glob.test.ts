import { expect, test } from '@jest/globals';
import { matchesGlob } from '../../src/policy/glob.js';
import { nearest } from '../../src/policy/nearest.js';

test.each([
  ['ghcr.io/acme/**', 'ghcr.io/acme/app:1', true],
  ['ghcr.io/acme/**', 'ghcr.io/acme.evil/app', false],
  ['ghcr.io/acme/*', 'ghcr.io/acme/team/app', false],
  ['**/Dockerfile', 'Dockerfile', true],
  ['**/Dockerfile', 'a/b/Dockerfile', true],
  ['**/Dockerfile', 'a/xDockerfile', false],
  ['a.b', 'axb', false],
  ['a?c', 'abc', true],
  ['a?c', 'a/c', false],
  ['app', 'app:1', false],
  ['(x)+[y]', '(x)+[y]', true],
])('the glob %s over %s: %s', (glob, text, expected) => {
  expect(matchesGlob(glob, text)).toBe(expected);
});

test.each([
  ['sevrity', 'severity'],
  ['fail-of', 'fail-on'],
  ['something', undefined],
])('the nearest key to %s is %s', (word, expected) => {
  expect(nearest(word, ['severity', 'fail-on', 'fixable'])).toBe(expected);
});
