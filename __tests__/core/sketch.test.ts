import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { resemblance, sketch } from '../../src/core/sketch.js';

const sets = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 60 });

it('equal sets resemble each other completely, in any order', () => {
  fc.assert(fc.property(sets, (set) => resemblance(sketch(set), sketch([...set].reverse())) === 1));
});

it('sets without a common element do not resemble each other', () => {
  fc.assert(
    fc.property(sets, sets, (a, b) => {
      const other = b.map((one) => `other ${one}`);
      const part = resemblance(sketch(a), sketch(other));
      // Of two million digests, two of forty are rarely equal.
      return a.length === 0 && b.length === 0 ? part === 1 : part < 0.5;
    }),
  );
});

it('of small sets, the part of all elements that both have is exact', () => {
  const [a, b] = [
    ['1', '2', '3'],
    ['2', '3', '4'],
  ];
  expect(resemblance(sketch(a), sketch(b))).toBe(0.5);
});

it('of large sets, it is near the part', () => {
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `n${from + i}`);
  const part = (shared: number) =>
    resemblance(sketch(numbers(0, 1_000)), sketch(numbers(1_000 - shared, 2_000 - shared)));
  expect([part(0), part(500), part(1_000)].map((one) => one > 0.5)).toEqual([false, false, true]);
  expect(part(1_000)).toBe(1);
  expect(part(950)).toBeGreaterThan(0.7);
});
