import { expect, it } from '@jest/globals';
import fc from 'fast-check';

it('draws the same examples in each run', () => {
  const draw = () => fc.sample(fc.nat(), 20);
  expect(draw()).toEqual(draw());
});
