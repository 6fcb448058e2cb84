import { expect, test } from '@jest/globals';
import { isExampleFile } from '../../src/core/example-paths.js';

test.each([
  ['src/login.test.ts', true],
  ['app/tests/settings.py', true],
  ['app/test_login.py', true],
  ['src/LoginTest.java', true],
  ['README.md', true],
  ['.env.example', true],
  ['src/login.ts', false],
  ['latest/settings.py', false],
  ['settings.txt', false],
  ['.env', false],
])('%s is a test, an example or documentation: %s', (path, expected) => {
  expect(isExampleFile(path)).toBe(expected);
});
