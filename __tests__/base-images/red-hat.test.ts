import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { redHatAdvice } from '../../src/base-images/red-hat.js';
import { useBuiltInTables, useNewerTables } from '../../src/releases/tables.js';

beforeEach(() =>
  useNewerTables({
    lifetimes: {
      day: '9999-01-01',
      rows: new Map([['rhel', '8:2029-05-31 9:2032-05-31']]),
    },
    officialTags: { day: '0000-01-01', rows: new Map() },
  }),
);
afterEach(useBuiltInTables);

const advice = (day: string) => {
  const reference = {
    registry: 'registry.access.redhat.com',
    repository: 'ubi8',
    tag: 'latest',
    digest: undefined,
  };
  const { ended, recommendations = [] } = redHatAdvice(reference, day) ?? {};
  return { ended, lines: new Set(recommendations.map(({ line }) => line)) };
};

it('an image is supported on the last day of its release', () => {
  expect(advice('2029-05-31')).toEqual({ ended: undefined, lines: new Set(['8']) });
});

it('an image is over on the day after', () => {
  const { ended, lines } = advice('2029-06-01');
  expect(ended).toBe('ubi 8 reached end of life on 2029-05-31');
  expect(lines).not.toContain('8');
});
