import { expect, it } from '@jest/globals';
import { looksGenerated } from '../../src/secrets/plausible.js';

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
