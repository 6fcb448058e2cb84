import { describe, expect, test } from '@jest/globals';
import { groupMatches } from '../../src/vulnerabilities/group.js';
import { indexAdvisories, match } from '../../src/vulnerabilities/match.js';
import type { Advisory } from '../../src/vulnerabilities/record.js';
import { processorTime } from '../processor-time.js';
import { advisory, below, query, row } from './fixtures.js';

interface Named {
  readonly aliases?: readonly string[];
  readonly upstream?: readonly string[];
  readonly related?: readonly string[];
}

const npm = (id: string, named: Named = {}) =>
  advisory(id, [row('npm', 'x', below('2.0.0'))], named);
const asked = query('npm/x@1.0.0');

/** The ids of each vulnerability, its rule first. */
const grouped = (...advisories: Advisory[]) =>
  groupMatches(match(asked, indexAdvisories(advisories))).map(({ rule, ids }) => {
    expect(ids[0]).toBe(rule);
    return [...ids];
  });

describe('records of one package are one vulnerability', () => {
  test('when one names the other', () => {
    expect(grouped(npm('PYSEC-1', { aliases: ['GHSA-1'] }), npm('GHSA-1'))).toEqual([
      ['GHSA-1', 'PYSEC-1'],
    ]);
  });

  test('when both name a third', () => {
    expect(
      grouped(npm('GHSA-1', { aliases: ['CVE-2026-1'] }), npm('X-1', { upstream: ['CVE-2026-1'] })),
    ).toEqual([['CVE-2026-1', 'GHSA-1', 'X-1']]);
  });

  test('through any number of others', () => {
    expect(
      grouped(
        npm('A', { aliases: ['B'] }),
        npm('D', { aliases: ['C'] }),
        npm('E', { aliases: ['D'] }),
        npm('B', { aliases: ['C'] }),
      ),
    ).toEqual([['A', 'B', 'C', 'D', 'E']]);
  });

  test('in circles too', () => {
    expect(
      grouped(
        npm('A', { aliases: ['B'] }),
        npm('B', { aliases: ['C'] }),
        npm('C', { aliases: ['A', 'C'] }),
      ),
    ).toEqual([['A', 'B', 'C']]);
  });

  test('about the CVE that one names, wherever it names it', () => {
    expect(
      grouped(
        npm('USN-1-1', { upstream: ['DSA-1-1', 'CVE-2026-1'] }),
        npm('GHSA-1', { aliases: ['CVE-2026-1'] }),
      ),
    ).toEqual([['CVE-2026-1', 'GHSA-1', 'DSA-1-1', 'USN-1-1']]);
  });

  test('told by the record that is about it alone', () => {
    const both = npm('DSA-1-1', { upstream: ['CVE-2026-1', 'CVE-2026-2'] });
    const one = npm('GHSA-1', { aliases: ['CVE-2026-1'] });
    const first = (...records: Advisory[]) =>
      groupMatches(match(asked, indexAdvisories(records)))
        .find(({ rule }) => rule === 'CVE-2026-1')
        ?.matches.map((m) => m.advisory.id);
    expect(first(both, one)).toEqual(['GHSA-1', 'DSA-1-1']);
    expect(first(one, both)).toEqual(['GHSA-1', 'DSA-1-1']);
  });

  test('whatever the order of the records', () => {
    const records = [
      npm('GHSA-1', { aliases: ['CVE-2026-2'] }),
      npm('PYSEC-1', { aliases: ['CVE-2026-10'] }),
      npm('Z', { aliases: ['GHSA-1', 'PYSEC-1'] }),
    ];
    const expected = [['CVE-2026-2', 'CVE-2026-10', 'GHSA-1', 'PYSEC-1', 'Z']];
    expect(grouped(...records)).toEqual(expected);
    expect(grouped(...records.reverse())).toEqual(expected);
  });

  test('of ten thousand in one chain, quickly', () => {
    const chain = Array.from({ length: 10_000 }, (_, i) =>
      npm(`A-${i}`, { aliases: [`A-${i + 1}`] }),
    );
    const started = processorTime();
    expect(grouped(...chain)).toHaveLength(1);
    expect(processorTime() - started).toBeLessThan(5000);
  });
});

describe('records of one package are several vulnerabilities', () => {
  test('when they are only related', () => {
    expect(grouped(npm('A', { related: ['B'] }), npm('B'))).toEqual([['A'], ['B']]);
  });

  test('when one advisory fixes several: it belongs to each, and names no other', () => {
    const found = grouped(
      npm('DSA-1', { upstream: ['CVE-2026-1', 'CVE-2026-2'] }),
      npm('DEBIAN-CVE-2026-1', { upstream: ['CVE-2026-1'] }),
    );
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(['CVE-2026-1', 'DSA-1', 'DEBIAN-CVE-2026-1']);
    expect(found).toContainEqual(['CVE-2026-2', 'DSA-1']);
  });

  test('when a notice of Ubuntu names several as related', () => {
    expect(grouped(npm('USN-1-1', { related: ['CVE-2026-1', 'CVE-2026-2'] }))).toEqual([
      ['CVE-2026-1', 'USN-1-1'],
      ['CVE-2026-2', 'USN-1-1'],
    ]);
  });
});
