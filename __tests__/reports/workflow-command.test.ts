import { expect, it } from '@jest/globals';
import { workflowCommand } from '../../src/reports/workflow-command.js';

it.each([
  ['plain', '::debug::plain'],
  ['100%\r\nnext\nlast', '::debug::100%25%0Anext%0Alast'],
  ['\u001b[31mred\u001b[0m', '::debug::\\u{1b}[31mred\\u{1b}[0m'],
  ['\u202eexe.gnp', '::debug::\\u{202e}exe.gnp'],
  ['a\u2028::error::b', '::debug::a ::error::b'],
  ['\u009b31m \u0000', '::debug::\\u{9b}31m \\u{0}'],
])('shows %j as text on one line', (message, expected) => {
  expect(workflowCommand('debug', message)).toBe(expected);
});

it('escapes the separators of properties', () => {
  const command = workflowCommand('error', 'm', { title: 'a:b,c\u001b', line: 3 });
  expect(command).toBe('::error title=a%3Ab%2Cc\\u{1b},line=3::m');
});
