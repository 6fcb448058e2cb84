import { expect, test } from '@jest/globals';
import { layerTime } from '../../../src/image/history/layer-time.js';

const now = new Date('2026-11-26T12:00:00Z');
const timeOf = (created: string | undefined) =>
  layerTime(created === undefined ? undefined : { created, emptyLayer: false }, now);

test.each([
  ['2026-11-24T08:30:00.123456789Z', '2026-11-24T08:30:00Z'],
  ['2026-11-24T08:30:00+02:00', '2026-11-24T06:30:00Z'],
  ['2013-01-01T00:00:00Z', '2013-01-01T00:00:00Z'],
  ['2026-11-26T13:00:00Z', '2026-11-26T13:00:00Z'],
])('%s is %s', (created, expected) => {
  expect(timeOf(created)).toBe(expected);
});

test.each([
  undefined,
  '',
  '1970-01-01T00:00:00Z',
  '1980-01-01T00:00:01Z',
  '0001-01-01T00:00:00Z',
  '2099-01-01T00:00:00Z',
  '2026-13-45T00:00:00Z',
  '2026-11-24',
  'last week',
  `2026-11-24T08:30:00.${'1'.repeat(100_000)}Z`,
])('%j is no known time', (created) => {
  expect(timeOf(created)).toBeUndefined();
});
