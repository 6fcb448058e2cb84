import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('UndefinedVar', {
  reported: [
    ['FROM scratch\nCOPY $a /b', '2:$a'],
    ['ARG a=1\nFROM scratch\nCOPY $a /b', '3:$a'],
    ['FROM scratch AS b\nENV a=1\nFROM scratch\nCOPY $a /b', '4:$a'],
    ['FROM scratch\nENV a=1 b=$a', '2:$a'],
    ['FROM scratch\nRUN --mount=type=cache,target=$a x', '2:type=cache,target=$a'],
    ['FROM scratch\nCOPY --chown=$a x /x', '2:$a'],
    ['FROM scratch\nCOPY <<E /x\nit\'s "$a"\nE', '2:<<E'],
    ['FROM scratch\nVOLUME ["/$a"]', '2:"/$a"'],
    ['FROM scratch\nENV A=1 \\\n  B=$x', '2:ENV A=1 \\\n  B=$x'],
  ],
  silent: [
    'FROM scratch\nARG a\nCOPY $a /b',
    'FROM scratch AS b\nENV a=1\nFROM b\nCOPY $a /b',
    'FROM scratch\nARG a=1 b=$a',
    'FROM scratch\nENV PATH=$PATH:/x',
    "FROM scratch\nENV A='$x' B=\\$x",
    'FROM scratch\nRUN echo $a\nCMD $a\nEXPOSE $a',
    "FROM scratch\nCOPY <<'E' /x\n$a\nE",
  ],
});

test('the message suggests a similar name', () => {
  const [finding] = lint('FROM scratch\nENV A=$PAHT', 'UndefinedVar');
  expect(finding?.message).toContain('did you mean $PATH?');
});

test('the confidence is high only if no base image can set the variable', () => {
  expect(lint('FROM scratch\nUSER $u', 'UndefinedVar')[0]?.confidence).toBe('high');
  expect(lint('FROM a:1\nUSER $u', 'UndefinedVar')[0]?.confidence).toBe('medium');
});
