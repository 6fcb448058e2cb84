import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { parseRpmHeader, TAG } from '../../../src/inventory/rpm/header.js';
import { rpmHeader } from '../build/rpm.js';

const INT32 = 4;
const STRING_ARRAY = 8;

/** A header with one entry, the name. */
function header(entry: { type: number; offset?: number; count: number }, data: Buffer): Buffer {
  const head = Buffer.alloc(8 + 16);
  head.writeUInt32BE(1, 0);
  head.writeUInt32BE(data.length, 4);
  [TAG.name, entry.type, entry.offset ?? 0, entry.count].forEach((value, i) => {
    head.writeUInt32BE(value, 8 + i * 4);
  });
  return Buffer.concat([head, data]);
}

describe('a header', () => {
  it('may be empty', () => {
    expect(parseRpmHeader(Buffer.alloc(8)).text(TAG.name)).toBeUndefined();
  });

  it('has texts, lists and numbers up to the end of its data', () => {
    const texts = header({ type: STRING_ARRAY, count: 2 }, Buffer.from('a\0b\0'));
    expect(parseRpmHeader(texts).texts(TAG.name)).toEqual(['a', 'b']);
    const numbers = header({ type: INT32, count: 2 }, Buffer.from([0, 0, 0, 7, 0, 0, 0, 8]));
    expect(parseRpmHeader(numbers).numbers(TAG.name)).toEqual([7, 8]);
  });

  it('has as many values of an entry as it declares', () => {
    const texts = (count: number, data: string) =>
      parseRpmHeader(header({ type: STRING_ARRAY, count }, Buffer.from(data))).texts(TAG.name);
    expect(texts(1, 'a\0b\0')).toEqual(['a']);
    expect(texts(2, '\0b\0')).toEqual(['', 'b']);
    expect(texts(9, 'a\0b\0')).toEqual(['a', 'b']);
    const numbers = header({ type: INT32, count: 1 }, Buffer.alloc(8));
    expect(parseRpmHeader(numbers).numbers(TAG.name)).toEqual([0]);
  });

  it('has the first of several texts, unless it is empty', () => {
    const text = (data: string) =>
      parseRpmHeader(header({ type: STRING_ARRAY, count: 2 }, Buffer.from(data))).text(TAG.name);
    expect(text('a\0b\0')).toBe('a');
    expect(text('\0b\0')).toBeUndefined();
  });

  it('has the values that are complete when an entry declares more', () => {
    const texts = header({ type: STRING_ARRAY, count: 9 }, Buffer.from('a\0b'));
    expect(parseRpmHeader(texts).texts(TAG.name)).toEqual(['a', 'b']);
    const numbers = header({ type: INT32, count: 9 }, Buffer.from([0, 0, 0, 7, 0, 0, 0]));
    expect(parseRpmHeader(numbers).numbers(TAG.name)).toEqual([7]);
    const after = header({ type: INT32, offset: 9, count: 9 }, Buffer.alloc(8));
    expect(parseRpmHeader(after).numbers(TAG.name)).toEqual([]);
  });

  it('has no value of another type', () => {
    const number = header({ type: INT32, count: 1 }, Buffer.from([0, 0, 0, 7]));
    expect(parseRpmHeader(number).texts(TAG.name)).toEqual([]);
    const text = header({ type: STRING_ARRAY, count: 1 }, Buffer.from('a\0'));
    expect(parseRpmHeader(text).numbers(TAG.name)).toEqual([]);
  });

  it('may have 65,535 entries', () => {
    const head = Buffer.alloc(8 + 65_535 * 16);
    head.writeUInt32BE(65_535, 0);
    expect(parseRpmHeader(head).text(TAG.name)).toBeUndefined();
  });
});

describe('a damaged header is an error', () => {
  const valid = rpmHeader({ name: 'a', version: '1', release: '2' });
  const tooMany = Buffer.alloc(8 + 65_536 * 16);
  tooMany.writeUInt32BE(65_536, 0);

  test.each([
    ['of 7 bytes', valid.subarray(0, 7)],
    ['that ends in its entries', valid.subarray(0, 20)],
    ['that ends in its data', valid.subarray(0, -1)],
    ['with more than 65,535 entries', tooMany],
  ])('%s', (_, bytes) => {
    expect(() => parseRpmHeader(bytes)).toThrow(CatalogError);
    expect(() => parseRpmHeader(bytes)).toThrow('has a damaged package header');
  });
});
