import { describe, expect, it, test } from '@jest/globals';
import { coolDown, fixCoolDown } from '../../../src/remedy/plan/cool-down.js';
import { vulnerability } from '../../reports/sample.js';

const now = new Date('2026-11-26T12:00:00Z');
const minimum = { days: 2, now };

test.each([
  ['2026-11-26', true],
  ['2026-11-25T13:00:00Z', true],
  ['2026-11-27T00:00:00Z', true],
  ['2026-11-24T12:00:00Z', false],
  ['2020-01-01', false],
])('what is of %s is held back: %s', (published, isHeld) => {
  expect(coolDown('debian:12', published, minimum).isHeld).toBe(isHeld);
  expect(coolDown('debian:12', published, { ...minimum, days: 0 })).toEqual({ isHeld: false });
  expect(coolDown('debian:12', published, undefined)).toEqual({ isHeld: false });
});

test.each([undefined, '', 'yesterday'])('the age of what is of %j is not known', (published) => {
  expect(coolDown('debian:12', published, minimum)).toEqual({
    isHeld: false,
    note: 'The age of debian:12 is not known.',
  });
});

it('says how long the policy waits', () => {
  expect(coolDown('debian:12', '2026-11-25T11:00:00Z', minimum).note).toBe(
    'debian:12 is 1 day old: the policy waits for 2 days.',
  );
});

describe('the fixed version of a package', () => {
  const finding = (fixed: string, fixPublished: string, more: object = {}) =>
    vulnerability('CVE-2026-1', 'qs', { details: { fixed, fixPublished, ...more } });
  const old = finding('1.0.1', '2025-01-01');
  const young = finding('1.0.2', '2026-11-26');

  it('is as old as the advisory that names it', () => {
    expect(fixCoolDown([old, young], minimum).isHeld).toBe(true);
    expect(fixCoolDown([old], minimum).isHeld).toBe(false);
    expect(fixCoolDown([young, finding('1.0.2', '2026-11-01')], minimum).isHeld).toBe(false);
  });

  it('does not wait if the vulnerability is exploited', () => {
    const exploited = finding('1.0.2', '2026-11-26', { exploited: true });
    expect(fixCoolDown([exploited], minimum)).toEqual({ isHeld: false });
  });
});
