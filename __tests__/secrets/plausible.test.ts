import { expect, it } from '@jest/globals';
import { isExample, isPlaceholder, looksGenerated } from '../../src/secrets/plausible.js';

/** A value of words and of parts that are none, which are random enough. */
const value = (words: number, others: number) =>
  [
    ...['quick', 'brown', 'jumps', 'lazy'].slice(0, words),
    ...['9Xk2', '7Qz4', '3Wv8'].slice(0, others),
  ].join('-');

it.each([
  [4, 2, false],
  [4, 3, true],
  [3, 1, false],
  [3, 2, true],
  [2, 1, true],
])('%d words and %d other parts look generated: %p', (words, others, expected) => {
  expect(looksGenerated(value(words, others))).toBe(expected);
});

it.each([
  [15, false],
  [16, true],
  [400, true],
  [401, false],
])('%d characters can be generated: %p', (length, expected) => {
  const text = 'q8Zr2Tk9Wm4Xc7Vb'.repeat(26).slice(0, length);
  expect(looksGenerated(text)).toBe(expected);
});

it.each([
  ['Trust-test9Kq2xTr', false],
  ['mytest9Kq2xT', false],
  ['foo9Kq2xTr7w', false],
  ['example9Kq2xTr7w', false],
  ['Sample-R7q2xT9w!', false],
  ['EXAMPLE9Kq2xTr7w', true],
  ['testpassword1', true],
  ['TestPassword123', true],
  ['foobar2024', true],
  ['example-token-12345', true],
  ['test-a1b2C3d4E5', true],
  ['test_abcDEF123456', true],
  ['dummyTokenForTests1', true],
  ['insert-9Kq2xTr7w-here', true],
  ['your-test9Kq2xTr7w', true],
  ['<test9Kq2xTr7w>', true],
])('%s is a placeholder: %p', (password, expected) => {
  expect(isPlaceholder(password)).toBe(expected);
});

it('a word in a token with its checksum is no example', () => {
  // The checksums are those of the 30 characters before them.
  const token = (prefix: string, sum: string) =>
    `${prefix}_${'exampleAbC123dEf456GhI789jKl0M'}${sum}`;
  expect(isExample(token('ghp', '000000'))).toBe(true);
  for (const prefix of ['ghp', 'ghs', 'npm'])
    expect(isExample(token(prefix, '0N0uzN'))).toBe(false);
});
