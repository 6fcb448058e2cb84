import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { type PhpValue, phpValue } from '../../../src/inventory/php/serialized.js';

/** As PHP writes it. */
function serialize(value: PhpValue): string {
  if (value === null) return 'N;';
  if (typeof value === 'boolean') return `b:${value ? 1 : 0};`;
  if (typeof value === 'number') return Number.isInteger(value) ? `i:${value};` : `d:${value};`;
  if (typeof value === 'string') return `s:${Buffer.byteLength(value)}:"${value}";`;
  const items = [...value].map(([key, item]) => serialize(key) + serialize(item));
  return `a:${value.size}:{${items.join('')}}`;
}

const values = fc.letrec<{ value: PhpValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 5 }).map((list) => new Map(list)),
  ),
})).value;

describe('phpValue', () => {
  it('reads what PHP writes', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(phpValue(Buffer.from(serialize(value)))).toEqual(value);
      }),
    );
  });

  it('rejects every beginning of it', () => {
    fc.assert(
      fc.property(
        values,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (value, at) => {
          const bytes = Buffer.from(serialize(value));
          const cut = bytes.subarray(0, Math.floor(at * bytes.length));
          expect(() => phpValue(cut)).toThrow(CatalogError);
        },
      ),
    );
  });

  it('reads any bytes, or throws CatalogError', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .array(fc.constantFrom('a:', 's:', 'i:', 'N;', '1', '9', ':', '{', '}', '"', ';'))
        .map((list) => Buffer.from(list.join(''))),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        try {
          phpValue(input);
        } catch (error) {
          if (!(error instanceof CatalogError)) throw error;
        }
      }),
    );
  });

  test.each([
    ['d:0.5;', 0.5],
    ['d:1.0E+25;', 1e25],
    ['d:-INF;', -Infinity],
    ['i:-3;', -3],
    ['s:3:"a";";', 'a";'],
    ['s:2:"é";\n', 'é'],
  ])('reads %j', (text, expected) => {
    expect(phpValue(Buffer.from(text))).toBe(expected);
  });

  test.each([
    ['O:8:"stdClass":0:{}', 'an unknown value at byte 0'],
    ['a:1:{i:0;R:1;}', 'an unknown value at byte 9'],
    ['s:9999999:"a";', 'a string of another length'],
    ['s:99999999999999999999:"a";', 'an invalid length'],
    ['a:999999999:{', 'an unknown value'],
    ['a:1:{N;N;}', 'an invalid key'],
    ['i:0x1;', 'an invalid number'],
    ['i:11111111111111111111111111111111111111111111', 'a number without an end'],
    ['N;N;', 'text after the value'],
  ])('says why %j is not read', (text, message) => {
    expect(() => phpValue(Buffer.from(text))).toThrow(message);
  });

  it('has a limit for the depth', () => {
    const deep = Buffer.from(`${'a:1:{i:0;'.repeat(100_000)}N;${'}'.repeat(100_000)}`);
    expect(() => phpValue(deep)).toThrow('has more serialized values than the limit');
  });
});
