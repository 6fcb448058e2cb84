import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('DL3045', {
  reported: [['FROM a:1\nCOPY x y\nWORKDIR /z\nCOPY x y', '2:y']],
  silent: ['FROM a:1 AS b\nWORKDIR /z\nFROM b\nCOPY x y\nFROM a:1\nCOPY x $Y'],
});

test.each([
  ['scratch', 'low'],
  ['a:1', 'low'],
])('a relative destination on %s is %s', (image, severity) => {
  expect(lint(`FROM ${image}\nCOPY a b`, 'DL3045')[0]?.severity).toBe(severity);
});
