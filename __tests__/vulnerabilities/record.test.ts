import { describe, expect, test } from '@jest/globals';
import { indexAdvisories, matchAdvisories } from '../../src/vulnerabilities/match.js';
import {
  InvalidRecord,
  parseRecord,
  parseWholeRecord,
  readRecord,
} from '../../src/vulnerabilities/record.js';
import { NOW } from '../now.js';
import { query, record, row } from './fixtures.js';

describe('a record', () => {
  test('has the fields for matching and reports', () => {
    const parsed = readRecord(
      {
        id: 'GHSA-1',
        modified: '2026-01-02T00:00:00Z',
        aliases: ['CVE-2026-1'],
        related: ['CVE-2026-2'],
        summary: 'Something bad',
        severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N' }],
        database_specific: { severity: 'MODERATE' },
        references: [{ type: 'WEB', url: 'https://example.com/a' }, { url: 'javascript:alert(1)' }],
        affected: [row('Debian:12', 'x', [{ introduced: '0' }, { fixed: '2' }])],
      },
      NOW,
    );
    expect(parsed).toMatchObject({
      id: 'GHSA-1',
      withdrawn: false,
      aliases: ['CVE-2026-1'],
      related: ['CVE-2026-2'],
      summary: 'Something bad',
      rating: 'MODERATE',
      references: ['https://example.com/a'],
      affected: [{ ecosystem: 'Debian', release: '12', name: 'x' }],
    });
  });

  test.each([
    ['text that is not JSON', '{"id": "A"'],
    ['a list', '[]'],
    ['null', 'null'],
    ['an object without an id', '{}'],
    ['an object with a blank id', '{"id": " "}'],
    ['an object with a number as its id', '{"id": 5}'],
  ])('is not %s', (_, text) => {
    expect(() => parseRecord(text, NOW)).toThrow(InvalidRecord);
  });

  test('loses fields of the wrong type', () => {
    const invalid = {
      id: 'A',
      aliases: 'CVE-1',
      severity: {},
      references: [1],
      summary: 7,
      affected: [
        1,
        {},
        { package: 1 },
        { package: { ecosystem: 'npm', name: 'x' }, ranges: 'all', versions: [1, '1.0.0'] },
      ],
    };
    expect(readRecord(invalid, NOW)).toMatchObject({
      aliases: [],
      severity: [],
      references: [],
      summary: undefined,
      affected: [{ name: 'x', ranges: [], versions: ['1.0.0'] }],
    });
  });

  const imports = [{ path: 'a/b', symbols: ['F', 'T.M'], goos: ['windows'] }];
  test.each([
    ['of Go', 'Go', imports, [{ ...imports[0], goarch: [] }]],
    ['of another ecosystem', 'npm', imports, undefined],
    ['with an empty list', 'Go', [], undefined],
    ['with an entry that has no path', 'Go', [...imports, { symbols: ['F'] }], undefined],
    ['with an entry whose list has another type', 'Go', [{ path: 'a', goos: 'linux' }], undefined],
    ['with a function that is no text', 'Go', [{ path: 'a', symbols: ['F', 1] }], undefined],
  ])('has the vulnerable packages of a row %s', (_, ecosystem, value, expected) => {
    const affected = [
      { package: { ecosystem, name: 'a' }, ecosystem_specific: { imports: value } },
    ];
    expect(readRecord({ id: 'A', affected }, NOW).affected[0]?.imports).toEqual(expected);
  });

  test('has ids without Markdown, HTML and control characters', () => {
    const { id, aliases } = readRecord(
      {
        id: '[x](https://evil.example)\u0000`<b>',
        aliases: ['CVE-2026-1\n::error::', '**bold**'],
      },
      NOW,
    );
    for (const each of [id, ...aliases]) expect(each).toMatch(/^[A-Za-z0-9._:+-]+$/);
  });

  test('has a summary of one line of limited length', () => {
    const text = (summary: string) => readRecord({ id: 'A', summary }, NOW).summary ?? '';
    expect(text('first\nsecond')).toBe('first');
    expect(text('a\u001b[31mb\u202ec')).toBe('a [31mb c');
    expect(text('x'.repeat(1_000_000)).length).toBeLessThanOrEqual(300);
    expect(
      readRecord({ id: 'A', details: `One sentence that says enough. ${'More. '.repeat(99)}` }, NOW)
        .summary,
    ).toBe('One sentence that says enough.');
  });

  test('may have ten thousand ranges', () => {
    const ranges = Array.from({ length: 10_000 }, (_, i) => ({
      type: 'SEMVER',
      events: [{ introduced: `${i}.0.0` }, { fixed: `${i}.0.1` }],
    }));
    const many = readRecord(
      record('A', [{ package: { ecosystem: 'npm', name: 'x' }, ranges }]),
      NOW,
    );
    const index = indexAdvisories([many]);
    expect(matchAdvisories(query('npm/x@9999.0.0'), index)).toMatchObject([{ fixed: '9999.0.1' }]);
    expect(matchAdvisories(query('npm/x@9999.0.1'), index)).toEqual([]);
  });

  test('with too many events is rejected', () => {
    const events = Array.from({ length: 600_000 }, () => ({ introduced: '1' }));
    expect(() => readRecord(record('A', [row('npm', 'x', events)]), NOW)).toThrow(InvalidRecord);
  });

  test('is matched without a version of one megabyte', () => {
    const long = readRecord(
      record('A', [
        row('npm', 'x', [{ introduced: '0' }, { fixed: '1'.repeat(1 << 20) }], {
          versions: [`1.${'0'.repeat(1 << 20)}`],
        }),
      ]),
      NOW,
    );
    expect(matchAdvisories(query('npm/x@1.0.0'), indexAdvisories([long]))).toMatchObject([
      { fixed: undefined },
    ]);
  });
});

describe('what cannot be read of a record', () => {
  const affected = (rest: object) => ({ affected: [{ package: pkg, ...rest }] });
  const pkg = { ecosystem: 'npm', name: 'x' };
  const range = (...events: unknown[]) => affected({ ranges: [{ type: 'SEMVER', events }] });

  test.each<[string, object, string]>([
    ['packages that are an object', { affected: {} }, 'affected is not a list'],
    ['a row that is a text', { affected: ['x'] }, 'not an object'],
    ['a package that is a text', { affected: [{ package: 'x' }] }, 'no name or ecosystem'],
    ['a package without a name', { affected: [{ package: { ecosystem: 'npm' } }] }, 'no name'],
    ['ranges that are an object', affected({ ranges: {} }), 'ranges is not a list'],
    ['a range that is a text', affected({ ranges: ['x'] }), 'a range is not an object'],
    ['a range of another type', affected({ ranges: [{ type: 'FOO' }] }), 'the type FOO'],
    ['a range without events', affected({ ranges: [{ type: 'SEMVER' }] }), 'no events'],
    ['events that are an object', affected({ ranges: [{ type: 'SEMVER', events: {} }] }), 'events'],
    ['an event without a version', range({ introduced: 0 }), 'an event has no version'],
    ['an event of another kind', range({ since: '1' }), 'an event has no version'],
    ['versions that are a text', affected({ versions: '1.0.0' }), 'versions is not a list'],
    ['a version that is a number', affected({ versions: [1] }), 'a version is not a text'],
    ['a withdrawal at no time', { withdrawn: 'nope' }, 'not a time in the past'],
    ['a withdrawal in the future', { withdrawn: '2999-01-01T00:00:00Z' }, 'not a time in the past'],
    ['a withdrawal that is a number', { withdrawn: 1 }, 'not a time in the past'],
  ])('is reported: %s', (_, rest, damage) => {
    const reported: string[] = [];
    const read = parseWholeRecord(JSON.stringify({ id: 'A', ...rest }), NOW, (d) =>
      reported.push(d),
    );
    expect(reported).toEqual([expect.stringContaining(damage)]);
    expect(read.withdrawn).toBe(false);
  });

  test.each<[string, object]>([
    ['no packages', {}],
    ['members that are null', { affected: null, withdrawn: null }],
    ['a row of commits', { affected: [{ ranges: [{ type: 'GIT', events: [{ fixed: 'a' }] }] }] }],
    ['the limit of a range', range({ introduced: '0' }, { limit: '2' })],
    ['a withdrawal', { withdrawn: '2020-01-01T00:00:00Z' }],
  ])('is nothing of a record with %s', (_, rest) => {
    const reported: string[] = [];
    parseWholeRecord(JSON.stringify({ id: 'A', ...rest }), NOW, (d) => reported.push(d));
    expect(reported).toEqual([]);
  });
});

test.each([
  ['1.0.0', 1],
  ['2.0.0', 0],
  ['3.0.0', 0],
])('a range that begins at no version begins before all versions: %s', (version, count) => {
  const advisory = readRecord(
    record('A', [row('npm', 'x', [{ introduced: 'x' }, { fixed: '2.0.0' }])]),
    NOW,
  );
  expect(matchAdvisories(query(`npm/x@${version}`), indexAdvisories([advisory]))).toHaveLength(
    count,
  );
});
