import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeAdvisory, encodeAdvisory } from '../../../src/vulnerabilities/database/codec.js';
import type { Advisory } from '../../../src/vulnerabilities/record.js';
import { advisory } from '../fixtures.js';

describe('an encoded record', () => {
  const rows = '["A",[0,"x",[["0"]]],["12","y",[["0"]]]]';
  const decode = (line: string) => decodeAdvisory(line, 'npm', (name) => name === 'x');

  test.each(['{{{', '', 'null', '5', '["[[[["', '['.repeat(100_000)])(
    'with the details %s still counts, with its id only',
    (details) => {
      const found = decode(`${rows}\t${details}`);
      expect(found).toMatchObject({ id: 'A', affected: [{ name: 'x' }] });
      expect(fieldsOf(found)).toMatchObject({ aliases: [], severity: [], summary: undefined });
    },
  );

  test.each(['', '\t', '{}\t[]', '[5]\t[]', '[\t]', rows])('%j is damaged', (line) => {
    expect(() => decode(line)).toThrow();
  });

  test('without wanted rows is undefined', () => {
    expect(decodeAdvisory(`${rows}\t[]`, 'npm', () => false)).toBeUndefined();
  });
});

test('a decoded record equals the encoded one', () => {
  const id = fc.constantFrom('CVE-2024-1234', 'DEBIAN-CVE-2024-1234', 'GHSA-a-b', 'X', 'USN-1-1');
  const version = fc.constantFrom('0', '1.0', '+1', '-2', '=3', '<4', '~');
  const event = fc.record({
    kind: fc.constantFrom(...(['introduced', 'fixed', 'unaffected', 'last_affected'] as const)),
    version,
  });
  const vector = fc.record({
    type: fc.constantFrom('CVSS_V3', 'Ubuntu'),
    score: fc.constantFrom('high', 'x'),
  });
  const names = fc.array(fc.constantFrom('Get', 'T.M', 'linux'), { maxLength: 2 });
  const imports = fc.array(
    fc.record({
      path: fc.constantFrom('net/http', 'a'),
      symbols: names,
      goos: names,
      goarch: names,
    }),
    { minLength: 1, maxLength: 2 },
  );
  const ids = fc.array(id, { maxLength: 3 });
  const rows = fc.record({
    ecosystem: fc.constantFrom('npm', 'Debian'),
    release: fc.constantFrom(undefined, '12', 'Pro:22.04:LTS'),
    name: fc.string({ minLength: 1 }),
    ranges: fc.array(fc.record({ events: fc.array(event, { maxLength: 4 }) }), { maxLength: 3 }),
    versions: fc.array(version),
    urgency: fc.constantFrom(undefined, 'low'),
    severity: fc.array(vector, { maxLength: 2 }),
  });
  const goRows = fc.tuple(rows, imports).map(([row, imports]) => ({ ...row, imports }));
  const vendor = fc.constantFrom(
    { state: 'Will not fix' },
    { module: '' },
    { module: 'nodejs:18', arches: ['x86_64'] },
    { names: 'source' as const },
    { fixPublished: '2026-02-01' },
  );
  const vendorRows = fc.tuple(rows, vendor).map(([row, vendor]) => ({ ...row, vendor }));
  fc.assert(
    fc.property(
      id,
      ids,
      ids,
      fc.array(fc.oneof(rows, goRows, vendorRows), { maxLength: 3 }),
      fc.array(vector, { maxLength: 2 }),
      (own, aliases, upstream, affected, severity) => {
        const before = {
          ...advisory(own, []),
          aliases,
          upstream,
          affected,
          severity,
          modified: undefined,
          rating: undefined,
        };
        const line = encodeAdvisory(before, () => undefined);
        expect(line).toMatch(/^[\x20-\x7e]*\t[\x20-\x7e]*$/);
        for (const ecosystem of ['npm', 'Debian']) {
          const rows = affected.filter((one) => one.ecosystem === ecosystem);
          const only = encodeAdvisory({ ...before, affected: rows }, () => undefined);
          const after = decodeAdvisory(only, ecosystem, () => true);
          if (rows.length === 0) expect(after).toBeUndefined();
          else expect(fieldsOf(after)).toEqual({ ...before, affected: rows, related: [] });
        }
      },
    ),
  );
});

/** The fields of an advisory, including those that are getters. */
function fieldsOf(advisory: Advisory | undefined) {
  if (!advisory) return undefined;
  const { id, modified, withdrawn, aliases, upstream, related, summary } = advisory;
  const { severity, rating, affected, references } = advisory;
  const ids = { id, modified, withdrawn, aliases, upstream, related };
  return { ...ids, summary, severity, rating, affected, references };
}
