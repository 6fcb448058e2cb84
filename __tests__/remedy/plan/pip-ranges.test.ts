import { expect, test } from '@jest/globals';
import { acceptsPythonVersion, refusesPythonVersion } from '../../../src/remedy/plan/pip-ranges.js';

test.each([
  ['', '1.26.5', true],
  ['>=1.21,<1.24', '1.26.5', false],
  ['>=1.21,<1.24', '1.23.9', true],
  ['>=1.21, <2', '1.26.5', true],
  ['~=1.4', '1.26.5', true],
  ['~=1.4.2', '1.5', false],
  ['==1.26.*', '1.26.5', true],
  ['==1.24.*', '1.26.5', false],
  ['!=1.26.5', '1.26.5', false],
  ['<=1.26', '1.26.0', true],
  ['>1.26', '1.26.0', false],
  ['>=1', '2.0rc1', false],
  ['<1.24', 'unknown', false],
  ['@ https://example.com/a.whl', '1.0', false],
])('%j and %s: %s', (specifier, version, accepted) => {
  expect(acceptsPythonVersion(specifier, version)).toBe(accepted);
});

test.each([
  ['>=1.25.4,<1.27', '2.0.7', true],
  ['<3,>=1.21.1', '2.0.7', false],
  ['===1!2,<1.27', '2.0.7', true],
  ['<2.0rc1', '2.0.7', false],
  ['', '2.0.7', false],
  ['<1.27', '2.0.7rc1', false],
  [`<1.27${' '.repeat(300)}`, '2.0.7', false],
])('%j refuses %s for certain: %s', (specifier, version, refused) => {
  expect(refusesPythonVersion(specifier, version)).toBe(refused);
});
