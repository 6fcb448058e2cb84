import { expect, it } from '@jest/globals';
import { createRecentlyUsed } from '../../../src/vulnerabilities/database/recently-used.js';

it('keeps values up to the limit, and drops the one that was not used for the longest time', () => {
  const kept = createRecentlyUsed<string>(10);
  kept.set('a', 'A', 4);
  kept.set('b', 'B', 4);
  expect(kept.get('a')).toBe('A');
  kept.set('c', 'C', 4);
  expect(['a', 'b', 'c'].map((key) => kept.get(key))).toEqual(['A', undefined, 'C']);
});

it('counts a value that replaces another once, and keeps none that is larger than the limit', () => {
  const kept = createRecentlyUsed<string>(10);
  for (let i = 0; i < 5; i++) kept.set('a', 'A', 4);
  kept.set('b', 'B', 4);
  expect([kept.get('a'), kept.get('b')]).toEqual(['A', 'B']);
  kept.set('c', 'C', 11);
  expect(['a', 'b', 'c'].map((key) => kept.get(key))).toEqual([undefined, undefined, undefined]);
});
