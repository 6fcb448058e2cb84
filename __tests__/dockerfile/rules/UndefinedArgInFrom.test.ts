import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('UndefinedArgInFrom', {
  reported: [
    ['ARG A\nFROM x:$A$B', '2:x:$A$B'],
    [
      'FROM --platform=$BUILDPLATFORM a:1 AS b\nFROM --platform=$BULDPLATFORM a:1',
      '2:$BULDPLATFORM',
    ],
    ['FROM a:1\nARG LATE=1\nFROM b:$LATE', '3:b:$LATE'],
  ],
  silent: ['ARG A=1\nFROM x:$A\nFROM --platform=$BUILDPLATFORM x:$A'],
});

test('the message suggests a similar name', () => {
  const [finding] = lint('ARG VERSION=1\nFROM a:$VERSOIN', 'UndefinedArgInFrom');
  expect(finding?.message).toContain('did you mean "VERSION"?');
});
