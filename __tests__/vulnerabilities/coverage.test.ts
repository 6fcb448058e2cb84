import { describe, expect, it, test } from '@jest/globals';
import type { Package } from '../../src/core/package.js';
import { DAY } from '../../src/lib/dates.js';
import { findGaps } from '../../src/vulnerabilities/coverage.js';
import { isQuery, queryFor } from '../../src/vulnerabilities/query.js';
import { EMPTY_RESULT } from '../../src/vulnerabilities/records/source.js';
import { NOW } from '../now.js';
import { pkg } from './fixtures.js';

function gapsOf(...packages: readonly Package[]) {
  const answers = packages.map((one) => queryFor(one, undefined));
  return findGaps({
    queries: answers.filter(isQuery),
    unsupported: answers.flatMap((answer) => (isQuery(answer) ? [] : [answer])),
    result: EMPTY_RESULT,
    source: 'the source',
    now: new Date('2026-11-24T00:00:00Z'),
    maximumAgeDays: undefined,
  });
}

const lodash = pkg('npm/lodash@4.17.21');

describe('packages of a type without advisories', () => {
  test.each(['generic/tool@1.0', 'foo/x@1.0', 'github/actions/checkout@v4', 'opkg/bash@5.2'])(
    '%s alone is not covered: no package was checked',
    (purl) => {
      const { coverage } = gapsOf(pkg(purl));
      expect(coverage.state).toBe('not-covered');
      expect(coverage.reason).toContain('no advisories exist for packages of type');
    },
  );

  // Syft and Trivy list programs and actions among the packages of ordinary images and repositories.
  test.each(['generic/tool@1.0', 'github/actions/checkout@v4', 'golang/example.org/app@(devel)'])(
    '%s is a note next to packages that were checked',
    (purl) => {
      const { coverage, notes } = gapsOf(pkg(purl), lodash);
      expect(coverage).toEqual({ state: 'checked', source: 'the source' });
      expect(notes).toEqual([expect.stringContaining('1 package is not covered')]);
    },
  );

  it('is a note that names the NuGet packages without a file', () => {
    const some = ['A', 'B', 'C', 'D', 'E', 'F'].map((name) =>
      pkg(`nuget/${name}@1.0`, { evidence: 'no-assets' }),
    );
    expect(gapsOf(lodash, ...some).notes).toEqual([
      '6 packages are not covered: NuGet packages without a file in the application: A 1.0, B 1.0, C 1.0, D 1.0, E 1.0, 1 more',
    ]);
  });

  it('makes the coverage partial when they are those of a distribution', () => {
    const { coverage } = gapsOf(pkg('opkg/bash@5.2'), lodash);
    expect(coverage).toMatchObject({
      state: 'partial',
      reason: expect.stringContaining('no advisories exist for packages of type opkg'),
    });
  });

  it('is a gap for a program in an image of this program', () => {
    const busybox = pkg('generic/busybox@1.36.1', { evidence: 'version-string' });
    // Nothing was looked up, so no source is named.
    expect(gapsOf(busybox).coverage.state).toBe('not-covered');
    expect(gapsOf(busybox).coverage.source).toBeUndefined();
  });
});

describe('a package whose version is not one', () => {
  test.each([
    'npm/lodash@banana',
    'npm/lodash@latest',
    'npm/lodash@^4.17.0',
    'npm/lodash@4.*',
    `maven/g/a@$${'{revision}'}`,
    'maven/g/a@[1.0,2.0)',
    'maven/g/a@RELEASE',
    'deb/debian/openssl@not a-1?distro=debian-12',
    'deb/debian/openssl@abc?distro=debian-12',
    'pypi/requests@>=2.0',
    'gem/rails@~>7.0',
    'pypi/requests@2.0.0-final',
    'pypi/requests@trunk',
    'composer/acme/app@dev-main',
    'apk/alpine/busybox@abc1?distro=alpine-3.20',
    'deb/debian/openssl@r123-1?distro=debian-12',
    'npm/lodash@8f4b7f84864484a7bf31766abe9204da3cbe65b3',
  ])('%s makes the coverage partial', (purl) => {
    const { coverage } = gapsOf(pkg(purl), lodash);
    const version = purl.replace(/\?.*/, '').split('@')[1];
    expect(coverage.state).toBe('partial');
    expect(coverage.reason).toContain(`1 package is not covered: the version is not one of`);
    expect(coverage.reason).toContain(`: "${version}" (`);
  });

  test.each([
    'npm/a@1.0',
    'npm/a@v1.2.3',
    'npm/a@0.0.0-use.local',
    'maven/g/a@Finchley.SR1',
    'maven/g/a@r09',
    'pypi/pytz@2013b',
    'composer/acme/app@3.x-dev',
    'nuget/a@1.0.0.0',
    'deb/debian/openssl@1:3.0.11-1~deb12u2?distro=debian-12',
  ])('is not %s', (purl) => {
    expect(gapsOf(pkg(purl)).coverage).toEqual({ state: 'checked', source: 'the source' });
  });

  it.each(['8f4b7f84864484a7bf31766abe9204da3cbe65b3', 'main'])(
    'is a gap that is told for an action of a workflow at %s, and not a checked workflow',
    (version) => {
      const action = pkg(`githubactions/actions/checkout@${version}`);
      const reason = `1 package is not covered: no release is known, which a comment such as # v4.2.2 names: "${version}" (actions/checkout)`;
      const told = { informational: true, source: 'the source' };
      expect(gapsOf(action)).toMatchObject({
        coverage: { state: 'partial', reason, ...told },
        notes: [],
      });
      const released = pkg('githubactions/actions/cache@4.2.2');
      expect(gapsOf(action, released).coverage).toEqual({
        ...{ state: 'partial', reason, uncoveredPackages: 1, ...told },
      });
      // A gap that counts is not told only.
      const { coverage } = gapsOf(action, pkg('npm/a@latest'));
      expect(coverage).not.toHaveProperty('informational');
      expect(coverage.reason).toContain(reason);
    },
  );

  it('is one of few that are named', () => {
    const { coverage } = gapsOf(...Array.from({ length: 9 }, (_, i) => pkg(`npm/a${i}@latest`)));
    expect(coverage.state).toBe('not-covered');
    expect(coverage.reason).toMatch(
      /^9 packages are not covered: the version is not one of npm: "latest" \(a0\), .*\(a4\), 4 more\. /,
    );
  });
});

describe('a vendor feed', () => {
  const nodejs = pkg('apk/alpine/nodejs@20.0.0-r0?distro=alpine-3.20.1');
  const feed = {
    feed: 'alpine-secdb',
    name: 'Alpine secdb',
    ecosystem: 'Alpine',
    releases: new Set(['v3.20']),
    dated: '2026-11-23T00:00:00Z',
    limit: 'the secdb has a limit',
  };
  const gaps = (target: Package, feeds: readonly (typeof feed)[], maximumAgeDays?: number) =>
    findGaps({
      queries: [queryFor(target, undefined)].filter(isQuery),
      unsupported: [],
      result: { ...EMPTY_RESULT, coverage: { ecosystems: new Map(), feeds } },
      source: 'the source',
      now: new Date('2026-11-24T00:00:00Z'),
      maximumAgeDays,
    });

  it('covers its release, and the coverage row has its date', () => {
    expect(gaps(nodejs, [feed])).toEqual({
      coverage: { state: 'checked', source: 'the source, Alpine secdb (2026-11-23)' },
      incomplete: [],
      notes: ['the secdb has a limit'],
    });
  });

  it('covers no other release', () => {
    const other = pkg('apk/alpine/nodejs@20.0.0-r0?distro=alpine-3.19.1');
    expect(gaps(other, [feed]).coverage.state).toBe('not-covered');
  });

  it('that is old is noted, and makes the result incomplete beyond the maximum age', () => {
    const old = [{ ...feed, dated: '2026-11-10T00:00:00Z' }];
    expect(gaps(nodejs, old).notes).toContain('Alpine secdb is 14 days old. Download newer ones');
    expect(gaps(nodejs, old, 10).incomplete).toEqual([
      'Alpine secdb is 14 days old; at most 10 are allowed. Download newer advisories',
    ]);
  });

  it('of another system says nothing', () => {
    const other = { ...feed, ecosystem: 'Arch Linux', releases: new Set<string>() };
    const { coverage, notes } = gaps(nodejs, [other]);
    expect(coverage.source).toBe('the source');
    expect(notes).not.toContain('the secdb has a limit');
  });
});

test.each<[number, number | undefined, boolean]>([
  [5, undefined, false],
  [6, undefined, true],
  [6, 11, true],
  [6, 12, false],
  [4, 5, false],
])('advisories of %i days, of which %s are allowed: noted is %s', (days, maximumAgeDays, noted) => {
  const modified = new Date(NOW.getTime() - days * DAY).toISOString();
  const ecosystems = new Map([['npm', { releases: new Set<string>(), records: 1, modified }]]);
  const { notes, incomplete } = findGaps({
    queries: [queryFor(lodash, undefined)].filter(isQuery),
    unsupported: [],
    result: { ...EMPTY_RESULT, coverage: { ecosystems } },
    source: 'osv/',
    now: NOW,
    maximumAgeDays,
  });
  expect(incomplete).toEqual([]);
  expect(notes).toEqual(
    noted ? [`Advisory data in osv/ is ${days} days old. Download newer ones`] : [],
  );
});

test.each<[string, number, number | undefined, string]>([
  ['npm', 365, undefined, 'checked'],
  ['npm', 366, undefined, 'partial'],
  ['npm', 366, 400, 'checked'],
])(
  'with %s advisories of %i days, of which %s are allowed, a target is %s',
  (ecosystem, days, maximumAgeDays, state) => {
    const modified = new Date(NOW.getTime() - days * DAY).toISOString();
    const ecosystems = new Map([
      [ecosystem, { releases: new Set<string>(), records: 1, modified }],
    ]);
    const { coverage, incomplete } = findGaps({
      queries: [queryFor(lodash, undefined)].filter(isQuery),
      unsupported: [],
      result: { ...EMPTY_RESULT, coverage: { ecosystems } },
      source: 'osv/',
      now: NOW,
      maximumAgeDays,
    });
    expect(incomplete).toEqual([]);
    expect(coverage.state).toBe(state);
    expect(coverage.reason).toBe(
      state === 'partial'
        ? 'Advisory data in osv/ is 366 days old, more than 365. Download newer ones, or set maximum-age-days of advisories in the policy'
        : undefined,
    );
  },
);

test('the reason of a gap of Oracle Linux names the command that builds a database for it', () => {
  const one = pkg('rpm/ol/bash@5.1.8-9.el9?distro=ol-9.4');
  const query = queryFor(one, undefined);
  const { coverage } = findGaps({
    queries: isQuery(query) ? [query] : [],
    unsupported: [],
    result: { ...EMPTY_RESULT, coverage: { ecosystems: new Map() } },
    source: 'osv/',
    now: new Date('2026-11-24T00:00:00Z'),
    maximumAgeDays: undefined,
  });
  expect(coverage.reason).toBe(
    '1 package is not covered: osv/ has no Oracle Linux advisories. Build a database with portside db build --feed oracle-oval, and pass it with --advisories',
  );
});
