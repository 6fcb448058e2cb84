import { describe, expect, test } from '@jest/globals';
import { ruleBook } from '../../src/check/rule-book.js';
import { fixedVersion, fixMayBreak, isFixable } from '../../src/core/fixable.js';
import { lint, vulnerability } from '../reports/sample.js';

const fix = { description: 'Use COPY', edits: [] };

describe('a finding is fixable', () => {
  test.each([
    ['with an edit', lint({ fix })],
    ['with a fixed version of the package', vulnerability('A', 'x', { details: { fixed: '2' } })],
  ])('%s', (_, finding) => {
    expect(isFixable(finding)).toBe(true);
  });
});

test.each([
  ['has no risk', lint({ fix }), false],
  ['may break if it says so', lint({ fix: { ...fix, mayBreak: true } }), true],
  ['may break if its rule says so', lint({ fix, rule: 'DL3059' }), true],
  ['does not exist', lint({ rule: 'DL3059' }), false],
])('a fix %s', (_, finding, expected) => {
  expect(fixMayBreak(finding, ruleBook)).toBe(expected);
});

describe('a finding is not fixable', () => {
  test.each([
    ['without details', lint()],
    ['with details of another kind', lint({ details: { words: 3 } })],
    ['while no version fixes it', vulnerability('A', 'x', { details: { fixed: null } })],
    ['when the version is not a string', vulnerability('A', 'x', { details: { fixed: 2 } })],
  ])('%s', (_, finding) => {
    expect(isFixable(finding)).toBe(false);
    expect(fixedVersion(finding)).toBeUndefined();
  });
});

test('the fixed version is the one of the details', () => {
  expect(fixedVersion(vulnerability('A', 'x', { details: { fixed: '2' } }))).toBe('2');
});
