import { expect, test } from '@jest/globals';
import { parseIgnore } from '../../src/core/suppression.js';
import { dayOf, isDay } from '../../src/lib/dates.js';
import { parsePolicy } from '../../src/policy/read.js';

test.each([
  ['2027-01-31', true],
  ['2028-02-29', true],
  ['2027-02-29', false],
  ['2027-02-30', false],
  ['2027-13-01', false],
  ['2027-1-31', false],
  ['2027-01-31T00:00:00Z', false],
  ['', false],
])('%s is a day of the calendar: %s', (text, expected) => {
  expect(isDay(text)).toBe(expected);
});

test.each(['2027-02-30', '2027-02-28'])(
  'a suppression comment and a policy agree about %s',
  (text) => {
    const inComment = parseIgnore(`DL3008 until=${text}`, true).faults.length === 0;
    const policy = `exceptions: [{ rule: DL3008, reason: r, until: ${text} }]`;
    const inPolicy = parsePolicy(policy, 'portside.yml').problems.length === 0;
    expect([inComment, inPolicy]).toEqual([isDay(text), isDay(text)]);
  },
);

test('the day of a time is its day in UTC', () => {
  expect(dayOf(new Date('2026-12-31T23:30:00-02:00'))).toBe('2027-01-01');
  expect(dayOf(new Date('2026-12-31T12:00:00Z'), 14)).toBe('2027-01-14');
});
