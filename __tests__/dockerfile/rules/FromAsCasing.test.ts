import { expect, test } from '@jest/globals';
import { marks } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('FromAsCasing', {
  reported: [['FROM a:1 as x\nfrom a:1 AS y\nFROM a:1 AS z', ['1:as', '2:AS']]],
  silent: ['FROM a:1 AS x\nfrom a:1 as y', 'From a:1 AS x'],
  fixed: [
    ['FROM a:1 as x', 'FROM a:1 AS x'],
    ['FROM a:1 as x', 'FROM a:1 AS x'],
  ],
});

test('check=skip=all suppresses the BuildKit checks and no other rule', () => {
  const text = '# check=skip=all\nFROM a:1 as b\nWORKDIR /proc/self';
  expect(marks(text, 'FromAsCasing')).toEqual([]);
  expect(marks(text, 'PS0012')).toEqual(['3:/proc/self']);
});
