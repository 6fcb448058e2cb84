import { expect, test } from '@jest/globals';
import { nearestName } from '../../src/lib/nearest-name.js';

test.each([
  ['sevrity', 'severity'],
  ['fail-of', 'fail-on'],
  ['something', undefined],
])('the nearest key to %s is %s', (word, expected) => {
  expect(nearestName(word, ['severity', 'fail-on', 'fixable'])).toBe(expected);
});
