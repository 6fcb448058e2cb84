import { describe, expect, it, test } from '@jest/globals';
import type { Coverage } from '../../src/core/coverage.js';
import {
  checkedSummary,
  coverageLines,
  coverageSummary,
  sharedCoverageLines,
} from '../../src/reports/coverage-table.js';
import { packageNamed, report } from './sample.js';

const CHART: Coverage = {
  check: 'manifest',
  target: 'chart',
  state: 'not-covered',
  reason: 'A Helm chart',
};
const ALLOWED: Coverage = { ...CHART, target: 'other', allowed: true };
const CHECKED: Coverage = { check: 'lint', target: 'Dockerfile', state: 'checked' };
const UNTOUCHED: Coverage = { ...CHART, target: 'third', informational: true };

describe('the coverage', () => {
  it('lists gaps first, with those that the policy allows marked', () => {
    expect(coverageLines([CHECKED, CHART, ALLOWED])).toEqual([
      { target: 'chart', checks: 'manifest', state: 'not covered: A Helm chart' },
      {
        target: 'other',
        checks: 'manifest',
        state: 'not covered; allowed by the policy: A Helm chart',
      },
      { target: 'Dockerfile', checks: 'lint', state: 'checked' },
    ]);
  });

  it.each<[string, Coverage[]]>([
    ['1 check of 1 target', [CHECKED]],
    ['2 checks of 2 targets, 1 not complete', [CHECKED, CHART]],
    [
      '4 checks of 4 targets, 1 not complete, 1 not complete but allowed, 1 informational',
      [CHECKED, CHART, ALLOWED, UNTOUCHED],
    ],
    // The platforms of an image are one gap.
    [
      '2 checks of 2 targets, 1 not complete',
      [CHECKED, { ...CHART, platform: 'linux/amd64' }, { ...CHART, platform: 'linux/arm64' }],
    ],
  ])('is summarized as %j', (summary, coverage) => {
    const { verdict } = report();
    expect(coverageSummary(report({ coverage, incomplete: [], verdict }))).toBe(summary);
  });
});

describe('what was checked', () => {
  const distribution = (distro: string) =>
    packageNamed('a', { purl: `pkg:deb/debian/a@1?distro=${distro}` });

  it.each<[string, Partial<ReturnType<typeof report>>]>([
    ['nothing', { coverage: [CHART] }],
    [
      'lint (2 Dockerfiles, 1 in part), secret',
      {
        targets: [{ kind: 'dockerfile', name: 'other' }],
        coverage: [
          CHECKED,
          { ...CHECKED, target: 'other', state: 'partial' },
          { ...CHECKED, target: 'third', state: 'failed' },
          { check: 'secret', target: 'app', state: 'checked' },
          { check: 'malware', target: 'app', state: 'not-applicable' },
        ],
      },
    ],
    [
      'lint (1 Dockerfile, 1 in part)',
      { coverage: [CHECKED, { ...CHECKED, target: '.git', state: 'partial' }] },
    ],
    [
      'manifest (1 file), vulnerability (1 package of npm, 1 of Debian 12, 1 of Opensuse leap 15.6), signature (1 image)',
      {
        coverage: [
          { check: 'trust', target: 'app', state: 'checked' },
          { check: 'vulnerability', target: 'app', state: 'checked' },
          { check: 'manifest', target: 'compose.yaml', state: 'checked' },
        ],
        packages: [
          packageNamed('b', { purl: 'pkg:npm/b@1', type: 'npm', image: 'app' }),
          distribution('debian-12'),
          distribution('opensuse-leap-15.6'),
          packageNamed('c', { image: 'an image without coverage' }),
        ],
      },
    ],
    [
      'vulnerability (2 packages of npm, 1 not covered, 1 in part)',
      {
        coverage: [
          { check: 'vulnerability', target: 'app', state: 'partial', uncoveredPackages: 1 },
        ],
        packages: ['b', 'c'].map((name) =>
          packageNamed(name, { purl: `pkg:npm/${name}@1`, type: 'npm', image: 'app' }),
        ),
      },
    ],
    [
      'vulnerability (1 file, 1 not covered, 1 in part)',
      {
        targets: [{ kind: 'manifest', name: 'ci.yml' }],
        coverage: [
          { check: 'vulnerability', target: 'ci.yml', state: 'partial', uncoveredPackages: 1 },
        ],
        packages: [],
      },
    ],
    [
      'vulnerability (no packages)',
      { coverage: [{ ...CHECKED, check: 'vulnerability' }], packages: [] },
    ],
  ])('is %j', (summary, over) => {
    expect(checkedSummary(report(over))).toBe(summary);
  });
});

test('one line names the targets that have the same state for the same reason', () => {
  const row = (target: string, reason: string): Coverage => ({
    check: 'trust',
    target,
    state: 'not-covered',
    reason,
  });
  const rows = ['a', 'b', 'c', 'd', 'e'].map((target) => row(target, 'no network'));
  expect(sharedCoverageLines([...rows, row('f', 'no key')])).toEqual([
    { target: 'a, b, c and 2 more', checks: 'signature', state: 'not covered: no network' },
    { target: 'f', checks: 'signature', state: 'not covered: no key' },
  ]);
});

it('counts the targets of a report of changes, which lists no packages', () => {
  const coverage: Coverage[] = [{ check: 'vulnerability', target: 'app:1', state: 'checked' }];
  const changes = report({ scope: 'changes', coverage, packages: [] });
  expect(checkedSummary(changes)).toBe('vulnerability (1 target)');
});
