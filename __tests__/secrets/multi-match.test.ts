import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { multiMatch } from '../../src/secrets/multi-match.js';

const letters = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b'), minLength, maxLength });

it('finds the same values as a separate search for each, the longest first', () => {
  fc.assert(
    fc.property(fc.array(letters(0, 12), { maxLength: 30 }), letters(0, 60), (values, text) => {
      const found = multiMatch(values).valuesIn(text);
      const expected = values.filter((value) => value.length >= 6 && text.includes(value));
      expect(new Set(found)).toEqual(new Set(expected));
      const lengths = found.map(({ length }) => length);
      expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
    }),
  );
});

it('finds each of 100,000 values in a text of its own', () => {
  const values = Array.from({ length: 100_000 }, (_, i) => `secret-${i}-value`);
  const search = multiMatch(values).valuesIn;
  const found = values.map((value) => search(`contains ${value} once`));
  expect(found).toEqual(values.map((value) => [value]));
});

it('has the place of each match', () => {
  expect(multiMatch(['abcdef', 'cdefgh']).placesIn('abcdefgh abcdef')).toEqual([
    { start: 0, end: 6 },
    { start: 2, end: 8 },
    { start: 9, end: 15 },
  ]);
});

it('gives up on a text that is made to be slow', () => {
  const values = Array.from({ length: 4_000 }, (_, i) => 'a'.repeat(i + 6));
  expect(multiMatch(values).placesIn('a'.repeat(100_000))).toBeUndefined();
});
