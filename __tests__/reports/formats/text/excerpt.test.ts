import { expect, it, test } from '@jest/globals';
import { excerpt } from '../../../../src/reports/formats/text/excerpt.js';

it('removes a byte order mark', () => {
  const at = { startLine: 1, startColumn: 7, endLine: 1, endColumn: 10 };
  expect(excerpt('\ufeffFROM a:1 AS b\r', [at], 80)).toEqual({
    line: 'FROM a:1 AS b',
    carets: '     ^^^',
  });
});

test.each([
  ['an instruction', 'ADD a.txt ./', 1, 4],
  ['a key', '  web:', 3, 6],
  ['the value of a key', '    privileged: true', 17, 21],
  ['all arguments', 'RUN curl x | sh', 5, 16],
])('has no carets below %s: the message is clear without them', (_, source, from, to) => {
  const at = { startLine: 1, startColumn: from, endLine: 1, endColumn: to };
  expect(excerpt(source, [at], 80).carets).toBe('');
});

test.each([
  ['a word in the middle', 'RUN cd /a && ls', 5, 7, '    ^^'],
  ['the last of several words', 'RUN apt-get install curl', 21, 25, `${' '.repeat(20)}^^^^`],
  ['a part of the first word', 'image:tag', 7, 10, '      ^^^'],
])('has carets below %s', (_, source, from, to, carets) => {
  const at = { startLine: 1, startColumn: from, endLine: 1, endColumn: to };
  expect(excerpt(source, [at], 80).carets).toBe(carets);
});
