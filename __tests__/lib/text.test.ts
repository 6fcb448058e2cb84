import { describe, expect, test } from '@jest/globals';
import {
  compareText,
  decodePercent,
  listFirst,
  lowerFirst,
  plainText,
  pluralize,
} from '../../src/lib/text.js';

test('texts are ordered by UTF-16 code unit', () => {
  expect(['b', 'a', 'B', 'ä', 'a'].sort(compareText)).toEqual(['B', 'a', 'a', 'b', 'ä']);
});

describe('plain text', () => {
  test.each([
    ['a\nb\u001b[31m', 'a b [31m'],
    ['\u202eevil\u202c', 'evil'],
    ['  a\u200bb  ', 'a b'],
  ])('of %j is %j', (value, expected) => {
    expect(plainText(value, 20)).toBe(expected);
  });

  test('is cut with an ellipsis', () => {
    expect(plainText('a'.repeat(30), 10)).toBe(`${'a'.repeat(9)}…`);
  });
});

test('percent-encoding is decoded, and kept when it is invalid', () => {
  expect(decodePercent('a%2Fb')).toBe('a/b');
  expect(decodePercent('100%')).toBe('100%');
});

test.each([
  [0, '0 entries'],
  [1, '1 entry'],
  [2, '2 entries'],
])('%d of a noun is %j', (n, expected) => {
  expect(pluralize(n, 'entry', 'entries')).toBe(expected);
});

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b', 'c'], 'a, b, c'],
  [['a', 'b', 'c', 'd'], 'a, b and 2 more'],
])('the first two of %j are %j', (items, expected) => {
  expect(listFirst(items, 2, (item) => item)).toBe(expected);
});

test.each([
  ['No memory limit', 'no memory limit'],
  ['CMD is last', 'CMD is last'],
  ['API server has it', 'API server has it'],
])('%s in the middle of a sentence is %s', (text, expected) => {
  expect(lowerFirst(text)).toBe(expected);
});
