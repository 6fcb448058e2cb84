import { describe, expect, it, test } from '@jest/globals';
import { type Coverage, collectCoverage, uncovered } from '../../src/core/coverage.js';

const row = (state: Coverage['state'], more: Partial<Coverage> = {}): Coverage => ({
  check: 'vulnerability',
  target: 'app:1',
  state,
  ...more,
});

describe('the coverage of a run', () => {
  it('has one row for each check, target and platform, with the worst state', () => {
    const rows = [
      row('checked'),
      row('partial', { reason: 'one layer' }),
      row('checked', { platform: 'linux/arm64' }),
      row('checked', { check: 'secret' }),
    ];
    expect(collectCoverage(rows, [])).toEqual([
      row('partial', { reason: 'one layer' }),
      row('checked', { check: 'secret' }),
    ]);
  });

  it('keeps a gap of one platform next to a row for all platforms that is better', () => {
    const gap = row('not-covered', { platform: 'linux/arm64', reason: 'cannot be read' });
    expect(collectCoverage([row('checked'), gap], [])).toEqual([row('checked'), gap]);
  });

  it('has all reasons of the same state once', () => {
    const rows = ['a', 'b', 'a'].map((reason) => row('partial', { reason }));
    expect(collectCoverage(rows, [])).toEqual([row('partial', { reason: 'a; b' })]);
  });

  it('keeps the reasons of all gaps, those of the worst state first', () => {
    const rows = [
      row('partial', { reason: 'one file' }),
      row('not-covered', { reason: 'no advisories' }),
      row('checked', { platform: 'linux/amd64', reason: 'fine' }),
      row('partial', { platform: 'linux/arm64', reason: 'one layer' }),
    ];
    const reason = 'no advisories; one file; one layer';
    expect(collectCoverage(rows, [])).toEqual([row('not-covered', { reason })]);
    const failed = { check: 'vulnerability', target: 'app:1', reason: 'offline' } as const;
    expect(collectCoverage(rows, [failed])).toEqual([
      row('failed', { reason: `offline; ${reason}` }),
    ]);
  });

  it('has a failed row for each check that could not run', () => {
    const failed = { check: 'vulnerability', target: 'app:1', reason: 'offline' } as const;
    expect(collectCoverage([row('checked', { platform: 'linux/amd64' })], [failed])).toEqual([
      row('failed', { reason: 'offline' }),
    ]);
  });
});

test.each([
  ['checked', {}, 0],
  ['not-applicable', {}, 0],
  ['partial', {}, 1],
  ['not-covered', {}, 1],
  // A failed check is in the list of incomplete checks already.
  ['failed', {}, 0],
  ['not-covered', { informational: true }, 0],
] as const)(
  'a row with the state %s and %j makes the result incomplete: %d',
  (state, more, count) => {
    expect(uncovered([row(state, more)])).toHaveLength(count);
  },
);

test('the reason of a gap names the platform', () => {
  const gap = row('partial', { platform: 'linux/arm64', reason: 'one layer' });
  expect(uncovered([gap])).toEqual([
    { check: 'vulnerability', target: 'app:1 (linux/arm64)', reason: 'one layer' },
  ]);
});
