import { expect, it } from '@jest/globals';
import { instantOf } from '../../../src/vulnerabilities/vex/instants.js';

it.each([
  ['2026-01-02T10:00:00Z', '2026-01-02T09:00:00-10:00'],
  ['2026-01-02T10:00:00+05:30', '2026-01-02T10:00:00Z'],
  ['2026-01-02t10:00:00z', '2026-01-02T10:00:00.000000001Z'],
  ['2026-01-02T10:00:00.9Z', '2026-01-02T10:00:01Z'],
  // Without a zone it is UTC, wherever the check runs.
  ['2026-01-02T10:00:00', '2026-01-02T10:00:01Z'],
  ['2026-01-01T23:59:59Z', '2026-01-02'],
  ['2026-01-02T23:59:60Z', '2026-01-03T00:00:00Z'],
  ['yesterday', '0001-01-01T00:00:00Z'],
  ['', '1969-12-31T23:59:59Z'],
  ['2026-13-45T99:00:00Z', '1970-01-01T00:00:00Z'],
])('%s is before %s', (earlier, later) => {
  expect(instantOf(earlier)).toBeLessThan(instantOf(later));
});

it('is the same in every zone', () => {
  expect(instantOf('2026-01-02T00:00:00.5+02:00')).toBe(instantOf('2026-01-01T22:00:00.500Z'));
});
