import { expect, it } from '@jest/globals';
import { excerpt } from '../../../../src/reports/formats/text/excerpt.js';

it('removes a byte order mark', () => {
  const at = { startLine: 1, startColumn: 7, endLine: 1, endColumn: 10 };
  expect(excerpt('\ufeffFROM a:1\r', [at], 80)).toEqual({ line: 'FROM a:1', carets: '     ^^^' });
});
