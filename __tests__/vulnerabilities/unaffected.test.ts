import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Query } from '../../src/vulnerabilities/query.js';
import { type AdvisorySource, EMPTY_RESULT } from '../../src/vulnerabilities/records/source.js';
import { rememberUnaffected, withoutUnaffected } from '../../src/vulnerabilities/unaffected.js';
import { query } from './fixtures.js';

const source = (identity?: string): AdvisorySource => ({
  name: 'osv',
  ...(identity !== undefined && { identity }),
  find: async () => EMPTY_RESULT,
});
const first = query('npm/first@1.0.0');
const known = query('npm/known@1.0.0');
const asked = (queries: readonly Query[], identity = 'a') =>
  withoutUnaffected([first, ...queries], source(identity)).slice(1);

describe('queries that matched nothing before', () => {
  beforeEach(() => {
    // Forgets those of the test before.
    rememberUnaffected([], source('b'), EMPTY_RESULT);
    rememberUnaffected([{ query: first }, { query: known }], source('a'), EMPTY_RESULT);
  });

  test('are not asked again', () => {
    expect(asked([query('npm/known@1.0.0')])).toEqual([]);
  });

  test('are asked of other advisories', () => {
    expect(asked([known], 'b')).toEqual([known]);
    expect(withoutUnaffected([first, known], source())).toEqual([first, known]);
  });

  test('are asked if they are the only ones of their ecosystem: what it covers is not known else', () => {
    expect(withoutUnaffected([known], source('a'))).toEqual([known]);
  });

  test.each([
    ['another version', query('npm/known@1.0.1')],
    ['another name', query('npm/other@1.0.0')],
    ['another name with the same package URL', query('npm/known@1.0.0', { name: 'other' })],
    ['another version with the same package URL', query('npm/known@1.0.0', { version: '2.0.0' })],
    ['another architecture', query('npm/known@1.0.0', { arch: 'arm64' })],
    ['another source', query('npm/known@1.0.0', { source: { name: 'other' } })],
    ['another module', { ...known, module: 'a:1' }],
    ['another ecosystem', { ...known, ecosystem: 'PyPI' }],
    ['another release', { ...known, release: '1' }],
  ])('are asked with %s', (_, changed) => {
    expect(asked([changed])).toEqual([changed]);
  });

  test('are asked if another query may take their place, or their advisories are in files that change', () => {
    const replaced = { ...known, otherwise: query('npm/x@1.0.0') };
    const alpine = { ...known, ecosystem: 'Alpine' };
    rememberUnaffected([{ query: replaced }, { query: alpine }], source('a'), EMPTY_RESULT);
    expect(asked([replaced])).toEqual([replaced]);
    expect(asked([alpine, alpine])).toEqual([alpine, alpine]);
  });

  test('are not remembered if the advisories could not be read in full', () => {
    const other = query('npm/other@1.0.0');
    const problems = [{ message: 'Cannot read npm' }];
    rememberUnaffected([{ query: other }], source('a'), { ...EMPTY_RESULT, problems });
    expect(asked([other])).toEqual([other]);
  });
});
