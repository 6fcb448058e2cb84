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
    [`FROM scratch\nENV A=$\{x%.*}`, `2:$\{x%.*}`],
    ['FROM a:1\nENV A=$X$Y', '2:$X$Y', { baseVariables: new Map([['a:1', new Set(['X'])]]) }],
  ],
  silent: [
    'FROM scratch\nARG a\nCOPY $a /b',
    'FROM scratch AS b\nENV a=1\nFROM b\nCOPY $a /b',
    'FROM scratch\nARG a=1 b=$a',
    'FROM scratch\nENV PATH=$PATH:/x',
    "FROM scratch\nENV A='$x' B=\\$x",
    'FROM scratch\nRUN echo $a\nCMD $a\nEXPOSE $a',
    "FROM scratch\nCOPY <<'E' /x\n$a\nE",
    ...[':-', '-', ':+', '+', ':?', '?'].map((guard): [string, object] => [
      `FROM scratch\nENV A=/x$\{LD_LIBRARY_PATH${guard}:y}`,
      { baseVariables: new Map() },
    ]),
    ['FROM a:1 AS b\nFROM b\nUSER $U', { baseVariables: new Map([['a:1', new Set(['U'])]]) }],
    ['FROM a:1\nUSER $U', { baseVariables: new Map() }],
  ],
});

test('the message suggests a similar name', () => {
  const [finding] = lint('FROM scratch\nENV A=$PAHT', 'UndefinedVar');
  expect(finding?.message).toContain('did you mean $PATH?');
});

test('a variable that the base image can set, or that has a default, is only information', () => {
  const shown = (text: string, names?: readonly string[]) =>
    lint(text, 'UndefinedVar', names && { baseVariables: new Map([['a:1', new Set(names)]]) }).map(
      ({ severity, confidence, message }) => `${severity} ${confidence}: ${message}`,
    );
  expect(shown('FROM scratch\nUSER $u')).toEqual(['low high: Variable $u is not defined']);
  expect(shown(`FROM scratch\nUSER $\{u:-1000}`)).toEqual([
    'info low: Variable $u is not set in this file',
  ]);
  expect(shown('FROM a:1\nUSER $u')).toEqual(['info low: Variable $u is not set in this file']);
  expect(shown('FROM a:1\nUSER $u', ['v'])).toEqual(['low high: Variable $u is not defined']);
});
