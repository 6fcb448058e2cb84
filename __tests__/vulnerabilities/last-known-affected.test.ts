import { describe, expect, test } from '@jest/globals';
import { advisory, below, matchesOf, query, row } from './fixtures.js';

/** A row of a GitHub advisory with the last affected version next to the range. */
const rowWith = (lastKnown: unknown, events: Parameters<typeof row>[2], more: object = {}) =>
  advisory('GHSA-1', [
    row('npm', 'formidable', events, {
      database_specific: { last_known_affected_version_range: lastKnown },
      ...more,
    }),
  ]);

describe('the last version that is known to be affected', () => {
  test.each([
    ['<= 3.5.2', '3.5.2', ['GHSA-1']],
    ['<= 3.5.2', '3.5.3', []],
    ['<=3.5.2', '4.0.0', []],
    ['< 3.5.3', '3.5.2', ['GHSA-1']],
    // No version is named as fixed, so none is recommended.
    ['< 3.5.3', '3.5.3', []],
    ['< 3.5.3', '2.0.0', []],
  ])('%s ends a range without a fix: %s', (lastKnown, version, expected) => {
    const open = rowWith(lastKnown, [{ introduced: '3.0.0' }]);
    expect(matchesOf(query(`npm/formidable@${version}`), open)).toEqual(expected);
  });

  test('ends a range before its fix, which stays the remediation', () => {
    const fixed = rowWith('<= 3.5.2', below('3.6.0'));
    expect(matchesOf(query('npm/formidable@3.5.2'), fixed)).toEqual(['GHSA-1→3.6.0']);
    expect(matchesOf(query('npm/formidable@3.5.4'), fixed)).toEqual([]);
  });

  test('removes later versions that the record lists', () => {
    const versions = ['1.0.0', '3.5.2', '3.5.3', '3.5.4', 'odd'];
    const listed = (lastKnown: string) =>
      rowWith(lastKnown, [{ introduced: '0' }], { versions }).affected[0]?.versions;
    expect(listed('<= 3.5.2')).toEqual(['1.0.0', '3.5.2', 'odd']);
    expect(listed('< 3.5.3')).toEqual(['1.0.0', '3.5.2', 'odd']);
  });

  test('does not change a range with several intervals', () => {
    const several = rowWith('<= 1.0.0', [...below('1.0.1'), { introduced: '2.0.0' }]);
    expect(matchesOf(query('npm/formidable@2.5.0'), several)).toEqual(['GHSA-1']);
  });

  test.each(['', '3.5.2', '>= 1.0.0, <= 3.5.2', '<= banana', 5, null])(
    'is ignored when it is %j',
    (lastKnown) => {
      const open = rowWith(lastKnown, [{ introduced: '0' }]);
      expect(matchesOf(query('npm/formidable@9.0.0'), open)).toEqual(['GHSA-1']);
    },
  );
});
