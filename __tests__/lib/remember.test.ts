import { describe, expect, test } from '@jest/globals';
import { createRecent, remember } from '../../src/lib/remember.js';

describe('recent values', () => {
  test('stay when they are asked for, and the others go', () => {
    const recent = createRecent<number>(4);
    recent.set('kept', 0);
    for (let i = 1; i <= 10; i++) {
      recent.set(`${i}`, i);
      expect(recent.get('kept')).toBe(0);
    }
    const left = Array.from({ length: 10 }, (_, i) => recent.get(`${i + 1}`));
    expect(left.filter((one) => one !== undefined).length).toBeLessThanOrEqual(3);
    expect(recent.get('10')).toBe(10);
  });

  test('are not kept for long texts', () => {
    const recent = createRecent<number>(4);
    recent.set('a'.repeat(1_001), 1);
    expect(recent.get('a'.repeat(1_001))).toBeUndefined();
  });
});

test('a remembered function computes a text once', () => {
  const asked: string[] = [];
  const length = remember(4, (text) => {
    asked.push(text);
    return text.length;
  });
  expect(['a', 'bc', 'a', 'bc'].map(length)).toEqual([1, 2, 1, 2]);
  expect(asked).toEqual(['a', 'bc']);
});
