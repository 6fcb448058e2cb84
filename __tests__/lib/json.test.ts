import { describe, expect, it, test } from '@jest/globals';
import {
  InvalidJson,
  isCount,
  isNestedDeeper,
  nonEmptyText,
  parseJson,
} from '../../src/lib/json.js';

describe('parseJson', () => {
  it('reads UTF-8 with and without a byte order mark', () => {
    expect(parseJson(Buffer.from('{"a":"ü"}'), 10)).toEqual({ a: 'ü' });
    expect(parseJson(Buffer.from('\uFEFF[1]'), 10)).toEqual([1]);
  });

  test.each(['', '{', '[1,]', 'x', "{'a':1}"])('throws InvalidJson for %j', (text) => {
    expect(() => parseJson(Buffer.from(text), 10)).toThrow(InvalidJson);
  });

  it('does not quote the text in its error, because it may contain secrets', () => {
    expect(() => parseJson(Buffer.from('secret'), 10)).toThrow(/^is not JSON$/);
  });

  it('throws InvalidJson for JSON that is nested too deep', () => {
    const nested = (depth: number) => Buffer.from('['.repeat(depth) + ']'.repeat(depth));
    expect(parseJson(nested(10), 10)).toBeDefined();
    expect(() => parseJson(nested(11), 10)).toThrow(/nested deeper than 10 levels/);
  });
});

test.each([
  ['[[]]', false],
  ['[[[]]]', true],
  ['{"a":{"b":{}}}', true],
  ['[[],[],[]]', false],
  ['["[[[[", "\\"[[[["]', false],
  ['["\\\\",[[]]]', true],
])('isNestedDeeper(%s, 2) is %s', (text, expected) => {
  expect(isNestedDeeper(Buffer.from(text), 2)).toBe(expected);
});

test.each([
  ['a', 'a'],
  ['', undefined],
  [1, undefined],
  [null, undefined],
])('nonEmptyText(%j) is %s', (value, expected) => {
  expect(nonEmptyText(value)).toBe(expected);
});

test.each([0, 1, Number.MAX_SAFE_INTEGER])('%d is a count', (value) => {
  expect(isCount(value)).toBe(true);
});

test.each([-1, 1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, '1', 1n, null, undefined, [1]])(
  '%p is not a count',
  (value) => {
    expect(isCount(value)).toBe(false);
  },
);
