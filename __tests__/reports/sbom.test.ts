import { expect, test } from '@jest/globals';
import { isLicenseExpression } from '../../src/reports/sbom.js';

test.each([
  ['MIT', true],
  ['(MIT OR Apache-2.0)', true],
  ['MIT AND (ISC OR 0BSD)', true],
  ['MIT OR', false],
  ['(MIT', false],
  ['MIT)', false],
  [') MIT (', false],
  ['MIT ISC', false],
  ['GPL-2+', false],
  ['', false],
])('%j is an SPDX expression: %s', (text, expected) => {
  expect(isLicenseExpression(text)).toBe(expected);
});
