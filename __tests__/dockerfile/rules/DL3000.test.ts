import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('DL3000', {
  reported: [
    ['FROM a:1\nWORKDIR app', '2:app'],
    ['FROM a:1\nWORKDIR /a\nWORKDIR app', '3:app'],
  ],
  silent: ['FROM a:1\nWORKDIR "/a b"\nWORKDIR c:\\x\nWORKDIR $HOME/x'],
  fixed: [['FROM a:1\nWORKDIR /app\nWORKDIR src', 'FROM a:1\nWORKDIR /app\nWORKDIR /app/src']],
  unfixed: ['FROM a:1\nWORKDIR $X\nWORKDIR src'],
});

test.each([
  ['WORKDIR app', ['low']],
  ['WORKDIR /srv\nWORKDIR app', ['low']],
  ['WORKDIR $X\nWORKDIR app', ['low']],
])('%j is %j', (text, severities) => {
  expect(lint(`FROM a:1\n${text}`, 'DL3000').map((found) => found.severity)).toEqual(severities);
});
