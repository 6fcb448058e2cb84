import { expect, test } from '@jest/globals';
import { withNewestTag } from '../../src/base-images/tags.js';

const TAGS = [
  '24.2.0',
  '24.19.1',
  '24.20.0-slim',
  '24.20.0-rc1',
  '24.x',
  '25.0.0',
  '249.0.0',
  '24',
  '24.21',
  '',
];

test.each([
  ['node:24.19.0', '24', 'node:24.19.1'],
  ['node:24.19.0-slim', '24', 'node:24.20.0-slim'],
  ['node:24.19', '24', 'node:24.21'],
  ['node:24', '24', 'node:24'],
  ['node:24.30.0', '24', 'node:24.30.0'],
  ['node:lts', '24', 'node:lts'],
])('%s with the newest tag of release line %s is %s', (reference, line, expected) => {
  expect(withNewestTag(reference, line, TAGS)).toBe(expected);
});
