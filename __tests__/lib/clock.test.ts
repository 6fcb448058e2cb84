import { expect, it } from '@jest/globals';
import { elapsedSince, endOf, readClock } from '../../src/lib/clock.js';
import { NOW } from '../now.js';

it('no time passes since a time that was handed in', () => {
  expect(elapsedSince(NOW)).toBe(0);
  expect(endOf(NOW)).toEqual(NOW);
});

it('what began at the time of the clock does not end before', () => {
  const start = readClock();
  expect(endOf(start) >= start).toBe(true);
});
