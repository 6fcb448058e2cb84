import { expect, test } from '@jest/globals';
import { nearest } from '../../src/lib/nearest.js';

test.each([
  ['sevrity', 'severity'],
  ['fail-of', 'fail-on'],
  ['something', undefined],
])('the nearest key to %s is %s', (word, expected) => {
  expect(nearest(word, ['severity', 'fail-on', 'fixable'])).toBe(expected);
});
