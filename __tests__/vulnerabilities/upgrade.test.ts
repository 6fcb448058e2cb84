import { describe, expect, test } from '@jest/globals';
import { indexAdvisories, matchAdvisories } from '../../src/vulnerabilities/match.js';
import type { Advisory } from '../../src/vulnerabilities/record.js';
import { upgradeOf } from '../../src/vulnerabilities/upgrade.js';
import { groupMatches } from '../../src/vulnerabilities/vulnerability.js';
import { advisory, query, row } from './fixtures.js';

describe('the upgrade', () => {
  const events = (...list: Record<string, string>[]) => row('npm', 'x', list);
  const upgrade = (...advisories: Advisory[]) => {
    const asked = query('npm/x@1.0.0');
    const index = indexAdvisories(advisories);
    const vulnerabilities = groupMatches(matchAdvisories(asked, index));
    return upgradeOf(
      asked,
      vulnerabilities.map((vulnerability) => ({
        vulnerability,
        fixed: vulnerability.matches.find((m) => m.fixed)?.fixed,
      })),
      index,
    );
  };

  test('is the newest fixed version', () => {
    const a = advisory('A', [events({ introduced: '0' }, { fixed: '1.5.0' })]);
    const b = advisory('B', [events({ introduced: '0' }, { fixed: '1.2.0' })]);
    expect(upgrade(a, b)).toEqual({ to: '1.5.0', clears: 2, of: 2 });
  });

  test('is a later version when another vulnerability affects the fixed one', () => {
    const a = advisory('A', [events({ introduced: '0' }, { fixed: '1.5.0' })]);
    const later = advisory('B', [events({ introduced: '1.4.0' }, { fixed: '1.6.0' })]);
    expect(upgrade(a, later)).toEqual({ to: '1.6.0', clears: 1, of: 1 });
  });

  test('does not clear a vulnerability while one of its advisories has no fix', () => {
    const names = { aliases: ['CVE-2026-1'] };
    const fixed = advisory('A', [events({ introduced: '0' }, { fixed: '1.5.0' })], names);
    const unfixed = advisory('B', [events({ introduced: '0' })], names);
    expect(upgrade(fixed, unfixed)).toEqual({ to: '1.5.0', clears: 0, of: 1 });
  });

  test('is undefined when nothing has a fix', () => {
    expect(upgrade(advisory('A', [events({ introduced: '0' })]))).toBeUndefined();
  });
});
