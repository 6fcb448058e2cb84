import { expect, test } from '@jest/globals';
import { acceptsPythonVersion } from '../../../src/remedy/plan/pip-ranges.js';

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
