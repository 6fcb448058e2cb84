import { describe, expect, it, test } from '@jest/globals';
import { compileGlob } from '../../src/dockerfile/dockerignore-glob.js';

const BUDGET = 60_000_000;

/** The answer for a path, and the comparisons that it took. */
function match(pattern: string, path: string, comparisons = BUDGET) {
  const budget = { comparisons };
  const matches = compileGlob(pattern)(path.split('/'), budget);
  return { matches, comparisons: comparisons - budget.comparisons };
}

describe('a pattern', () => {
  test.each<[pattern: string, path: string]>([
    [`${'**/*a'.repeat(200)}b`, 'a/'.repeat(800)],
    [`${'*a'.repeat(500)}b`, 'a'.repeat(3000)],
    [`${'**/'.repeat(1000)}b`, 'a/'.repeat(1000)],
    ['a**b'.repeat(4), 'ab'.repeat(500)],
  ])(
    '%.20s… takes comparisons in proportion to the lengths of pattern and path',
    (pattern, path) => {
      // 16 readings of a pattern at most, and 50 comparisons for parsing a character.
      const most = 16 * pattern.length * path.length + 50 * pattern.length;
      expect(match(pattern, path).comparisons).toBeLessThan(most);
    },
  );

  it('matches nothing when the budget is used up', () => {
    expect(match('**/b', 'a/a/a/b').matches).toBe(true);
    expect(match('**/b', 'a/a/a/b', 201).matches).toBe(false);
  });

  it('matches nothing when it has too many readings', () => {
    expect(match('a**b**c**d**e', 'abcde').matches).toBe(true);
    expect(match('a**b**c**d**e**f', 'abcdef').matches).toBe(false);
  });
});
