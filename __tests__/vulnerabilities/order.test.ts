import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { groupMatches } from '../../src/vulnerabilities/group.js';
import { indexAdvisories, match } from '../../src/vulnerabilities/match.js';
import { compareUrgency, upgradeOf } from '../../src/vulnerabilities/order.js';
import type { Advisory } from '../../src/vulnerabilities/record.js';
import { vulnerability } from '../reports/sample.js';
import { advisory, query, row } from './fixtures.js';

describe('the order of findings', () => {
  const bare = { fixed: undefined, exploited: undefined, epss: undefined };
  const finding = (rule: string, details: object = {}, over: Partial<Finding> = {}) =>
    vulnerability(rule, 'x', { ...over, details: { ...bare, ...details } });

  test('is exploited, severity, fixable, likely, by package, newest first', () => {
    const ordered = [
      finding('exploited', { exploited: true }, { severity: 'low' }),
      finding('critical', {}, { severity: 'critical' }),
      finding('fixable', { fixed: '2', epss: 0.1 }),
      finding('likely', { epss: 0.9 }),
      finding('unlikely', { epss: 0.1 }),
      finding('package a', { package: 'a' }),
      finding('CVE-2026-2', { package: 'b' }),
      finding('CVE-2026-1', { package: 'b', epss: 'no number' }),
    ];
    for (const [i, a] of ordered.entries())
      for (const [j, b] of ordered.entries())
        expect([a.rule, b.rule, Math.sign(compareUrgency(a, b))]).toEqual([
          a.rule,
          b.rule,
          Math.sign(i - j),
        ]);
  });
});

describe('what to upgrade to', () => {
  const events = (...list: Record<string, string>[]) => row('npm', 'x', list);
  const upgrade = (...advisories: Advisory[]) => {
    const asked = query('npm/x@1.0.0');
    const index = indexAdvisories(advisories);
    const vulnerabilities = groupMatches(match(asked, index));
    return upgradeOf(
      asked,
      vulnerabilities.map((vulnerability) => ({
        vulnerability,
        fixed: vulnerability.matches.find((m) => m.fixed)?.fixed,
      })),
      index,
    );
  };

  test('is the newest of the fixes', () => {
    const a = advisory('A', [events({ introduced: '0' }, { fixed: '1.5.0' })]);
    const b = advisory('B', [events({ introduced: '0' }, { fixed: '1.2.0' })]);
    expect(upgrade(a, b)).toEqual({ to: '1.5.0', clears: 2, of: 2 });
  });

  test('goes past what affects the fix in turn', () => {
    const a = advisory('A', [events({ introduced: '0' }, { fixed: '1.5.0' })]);
    const later = advisory('B', [events({ introduced: '1.4.0' }, { fixed: '1.6.0' })]);
    expect(upgrade(a, later)).toEqual({ to: '1.6.0', clears: 1, of: 1 });
  });

  test('does not clear a vulnerability of which one record is not fixed', () => {
    const names = { aliases: ['CVE-2026-1'] };
    const fixed = advisory('A', [events({ introduced: '0' }, { fixed: '1.5.0' })], names);
    const not = advisory('B', [events({ introduced: '0' })], names);
    expect(upgrade(fixed, not)).toEqual({ to: '1.5.0', clears: 0, of: 1 });
  });

  test('is nothing where nothing is fixed', () => {
    expect(upgrade(advisory('A', [events({ introduced: '0' })]))).toBeUndefined();
  });
});
