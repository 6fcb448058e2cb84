import { expect, test } from '@jest/globals';
import { cellCode, cellText } from '../../../../src/reports/formats/markdown/cell-text.js';

test.each([
  ['Value of ENV A_KEY', 'Value of ENV A&#95;<wbr>KEY'],
  ['Object.prototype', 'Object.<wbr>prototype'],
  ['deploy/base/app.yaml', 'deploy/<wbr>base/<wbr>app.<wbr>yaml'],
  ['version 1.2.3.', 'version 1.2.3.'],
  ['a|b <wbr>', 'a&#124;b &#60;wbr&#62;'],
])('the text %j can break in a narrow column', (text, expected) => {
  expect(cellText(text)).toBe(expected);
});

test.each([
  ['qs', '`qs`'],
  ['@babel/core', '`@babel/core`'],
  ['RUN --mount=type=secret', '<code>RUN --mount=<wbr>type=<wbr>secret</code>'],
  ['registry.example:5000/<b>', '<code>registry.<wbr>example:<wbr>5000/&#60;b&#62;</code>'],
])('the name %j can break where it is long', (text, expected) => {
  expect(cellCode(text)).toBe(expected);
});
