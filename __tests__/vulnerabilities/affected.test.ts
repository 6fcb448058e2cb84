import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { affectedMatcher } from '../../src/vulnerabilities/affected.js';
import { type Affected, readRecord, type VersionEvent } from '../../src/vulnerabilities/record.js';
import { schemeOf } from '../../src/vulnerabilities/versions/schemes.js';
import { NOW } from '../now.js';
import { advisory, below, matchesOf, query, row } from './fixtures.js';

describe('ranges', () => {
  const events = (...list: Record<string, string>[]) => advisory('A', [row('npm', 'x', list)]);
  const intervals = events(
    { introduced: '1.0.0' },
    { fixed: '1.2.0' },
    { introduced: '2.0.0' },
    { fixed: '2.1.0' },
  );

  test.each([
    ['0.9.0', []],
    ['1.0.0', ['A→1.2.0']],
    ['1.1.9', ['A→1.2.0']],
    ['1.2.0', []],
    ['1.5.0', []],
    ['2.0.0', ['A→2.1.0']],
    ['2.1.0', []],
    ['3.0.0', []],
  ])('with two intervals, %s matches %j', (version, expected) => {
    expect(matchesOf(query(`npm/x@${version}`), intervals)).toEqual(expected);
  });

  test('may have events in any order', () => {
    const mixed = events(
      { fixed: '2.1.0' },
      { introduced: '2.0.0' },
      { fixed: '1.2.0' },
      { introduced: '0' },
    );
    expect(matchesOf(query('npm/x@2.0.5'), mixed)).toEqual(['A→2.1.0']);
    expect(matchesOf(query('npm/x@1.2.5'), mixed)).toEqual([]);
  });

  test('may begin with the version that fixes another interval', () => {
    const touching = events({ introduced: '0' }, { fixed: '1.0.0' }, { introduced: '1.0.0' });
    expect(matchesOf(query('npm/x@1.0.0'), touching)).toEqual(['A']);
    const reversed = events({ introduced: '1.0.0' }, { fixed: '1.0.0' }, { introduced: '0' });
    expect(matchesOf(query('npm/x@1.0.0'), reversed)).toEqual(['A']);
  });

  test.each<[string, Record<string, string>[]]>([
    ['in order', [{ introduced: '1.0.0' }, { last_affected: '1.0.0' }]],
    ['reversed', [{ last_affected: '1.0.0' }, { introduced: '1.0.0' }]],
  ])('may contain one version only (events %s)', (_, list) => {
    const single = events(...list);
    expect(matchesOf(query('npm/x@1.0.0'), single)).toEqual(['A']);
    expect(matchesOf(query('npm/x@1.0.1'), single)).toEqual([]);
  });

  test('include the last affected version, which has no fix', () => {
    const last = events({ introduced: '0' }, { last_affected: '1.5.0' });
    expect(matchesOf(query('npm/x@1.5.0'), last)).toEqual(['A']);
    expect(matchesOf(query('npm/x@1.5.1'), last)).toEqual([]);
  });

  test('are not ended by a limit event', () => {
    const limited = events({ introduced: '0' }, { limit: '1.0.0' });
    expect(matchesOf(query('npm/x@5.0.0'), limited)).toEqual(['A']);
  });

  test('with a fix in version 0 contain no version', () => {
    expect(
      matchesOf(
        query('apk/alpine/x@1-r0?distro=alpine-3.20'),
        advisory('A', [row('Alpine:v3.20', 'x', below('0'))]),
      ),
    ).toEqual([]);
  });

  test('skip a fix that the next interval affects', () => {
    const touching = events(
      { introduced: '2.4.49' },
      { fixed: '2.4.50' },
      { introduced: '2.4.50' },
      { fixed: '2.4.51' },
    );
    expect(matchesOf(query('npm/x@2.4.49'), touching)).toEqual(['A→2.4.51']);
  });

  const ranges = (...all: Record<string, string>[][]) =>
    advisory('A', [
      {
        package: { ecosystem: 'npm', name: 'x' },
        ranges: all.map((list) => ({ type: 'ECOSYSTEM', events: list })),
      },
    ]);

  test('skip a fix that another range affects, if there is another fix', () => {
    const first: Record<string, string>[] = [{ introduced: '1.0.0' }, { fixed: '1.5.0' }];
    expect(
      matchesOf(query('npm/x@1.2.0'), ranges(first, [{ introduced: '1.4.0' }, { fixed: '2.0.0' }])),
    ).toEqual(['A→2.0.0']);
    // Every fix is affected: the lowest one remains.
    expect(
      matchesOf(
        query('npm/x@1.2.0'),
        ranges([...first, { introduced: '1.7.0' }, { fixed: '1.8.0' }], [{ introduced: '1.4.0' }]),
      ),
    ).toEqual(['A→1.5.0']);
  });

  test('of commits are ignored', () => {
    const mixed = readRecord(
      {
        id: 'A',
        affected: [
          {
            package: { ecosystem: 'PyPI', name: 'x' },
            ranges: [
              { type: 'GIT', repo: 'https://example.com/x', events: [{ introduced: '0' }] },
              { type: 'ECOSYSTEM', events: [{ introduced: '1' }, { fixed: '2' }] },
            ],
          },
        ],
      },
      NOW,
    );
    expect(matchesOf(query('pypi/x@1.5'), mixed)).toEqual(['A→2']);
    expect(matchesOf(query('pypi/x@3'), mixed)).toEqual([]);
  });

  test('are required: a row without versions and ranges matches nothing', () => {
    expect(
      matchesOf(
        query('npm/x@1.0.0'),
        advisory('A', [{ package: { ecosystem: 'npm', name: 'x' } }]),
      ),
    ).toEqual([]);
  });
});

describe('listed versions', () => {
  const listed = advisory('A', [
    { package: { ecosystem: 'PyPI', name: 'x' }, versions: ['1.0', '2.0rc1', 'odd thing'] },
  ]);
  test.each([
    ['1.0', true],
    ['1.0.0', true],
    ['v1', true],
    ['2.0c1', true],
    ['2.0', false],
    ['odd%20thing', true],
  ])('match %s by the order of the ecosystem: %s', (version, expected) => {
    expect(matchesOf(query(`pypi/x@${version}`), listed)).toEqual(expected ? ['A'] : []);
  });

  test.each([
    '>=1.0',
    '[1.0,2.0)',
    '1.*',
    `$${'{version}'}`,
    'latest',
    'RELEASE',
    'unspecified',
    'n/a',
    '14.x',
    '4.X.1',
    '0123456789'.repeat(4),
  ])('match the placeholder %s of a version as text only', (placeholder) => {
    const found = (versions: string[]) =>
      affectedMatcher(
        placeholder,
        schemeOf('Maven'),
      )({
        ...(advisory('A', [row('Maven', 'g:a', below('99'))]).affected[0] as Affected),
        versions,
      });
    expect(found([])).toBeUndefined();
    expect(found([placeholder])).toEqual({ fixed: undefined });
  });

  test('match an invalid version as text only', () => {
    const both = advisory('A', [row('npm', 'x', below('99.0.0'), { versions: ['latest'] })]);
    expect(matchesOf(query('npm/x@latest'), both)).toEqual(['A']);
    expect(matchesOf(query('npm/x@nightly'), both)).toEqual([]);
  });
});

/** The evaluation algorithm as the OSV schema describes it, which sorts the events. */
function isAffected(version: number, events: readonly VersionEvent[]): boolean {
  const order = { fixed: 0, unaffected: 0, introduced: 1, last_affected: 2 };
  const zero = ({ kind, version: v }: VersionEvent) => kind === 'introduced' && v === '0';
  const at = (event: VersionEvent) => (zero(event) ? -1 : Number(event.version));
  const sorted = events.toSorted((a, b) => at(a) - at(b) || order[a.kind] - order[b.kind]);
  let affected = false;
  for (const event of sorted) {
    if (event.kind === 'introduced' && version >= at(event)) affected = true;
    if (event.kind === 'fixed' && version >= at(event)) affected = false;
    if (event.kind === 'last_affected' && version > at(event)) affected = false;
  }
  return affected;
}

test.each(['Debian', 'Alpine', 'AlmaLinux', 'PyPI', 'Maven', 'RubyGems', 'CRAN'])(
  'any events in any order of %s match as in the algorithm of the schema',
  (ecosystem) => {
    const event = fc.record({
      kind: fc.constantFrom('introduced' as const, 'fixed' as const, 'last_affected' as const),
      version: fc.nat(8).map(String),
    });
    fc.assert(
      fc.property(
        fc.array(fc.array(event, { maxLength: 7 }), { maxLength: 3 }),
        fc.nat(8),
        (ranges, version) => {
          const affectedRow: Affected = {
            ecosystem,
            release: undefined,
            name: 'x',
            ranges: ranges.map((events) => ({ events })),
            versions: [],
            severity: [],
            urgency: undefined,
          };
          const match = affectedMatcher(String(version), schemeOf(ecosystem))(affectedRow);
          const expected = ranges.some((events) => isAffected(version, events));
          expect(match !== undefined).toBe(expected);
        },
      ),
      { numRuns: 300 },
    );
  },
);
