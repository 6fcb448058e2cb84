import { expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { decompressSnappy } from '../../src/lib/snappy.js';

const bytes = (...parts: readonly (number | string)[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))),
  );
const text = (data: Uint8Array) => decompressSnappy(data, 1000).toString();

test.each<[string, Buffer, string]>([
  ['nothing', bytes(0), ''],
  ['a literal', bytes(5, 4 << 2, 'hello'), 'hello'],
  [
    'a literal with a length of one byte',
    bytes(100, 60 << 2, 99, 'x'.repeat(100)),
    'x'.repeat(100),
  ],
  [
    'a literal with a length of two bytes',
    bytes(0xac, 2, 61 << 2, 0x2b, 1, 'y'.repeat(300)),
    'y'.repeat(300),
  ],
  ['a copy with an offset of one byte', bytes(8, 3 << 2, 'abcd', 1, 4), 'abcdabcd'],
  ['a copy with an offset of two bytes', bytes(6, 3 << 2, 'abcd', 2 | (1 << 2), 4, 0), 'abcdab'],
  [
    'a copy with an offset of four bytes',
    bytes(6, 3 << 2, 'abcd', 3 | (1 << 2), 4, 0, 0, 0),
    'abcdab',
  ],
  ['a copy that repeats itself', bytes(9, 0, 'a', 1 | (4 << 2), 1), 'aaaaaaaaa'],
])('decompresses %s', (_, data, expected) => {
  expect(text(data)).toBe(expected);
});

test.each<[string, Buffer, RegExp]>([
  ['no data', bytes(), /damaged/],
  ['a size without an end', bytes(0x80, 0x80, 0x80, 0x80, 0x80, 1), /damaged/],
  ['a size above the limit', bytes(0xe9, 7), /it has 1001 bytes, the limit is 1000/],
  ['less than its size', bytes(6, 4 << 2, 'hello'), /damaged/],
  ['more than its size', bytes(4, 4 << 2, 'hello'), /damaged/],
  ['a literal that is cut off', bytes(5, 4 << 2, 'hell'), /damaged/],
  ['a length that is cut off', bytes(5, 60 << 2), /damaged/],
  ['a copy of bytes before the start', bytes(8, 3 << 2, 'abcd', 1, 5), /damaged/],
  ['a copy with the offset 0', bytes(8, 3 << 2, 'abcd', 1, 0), /damaged/],
])('rejects %s', (_, data, message) => {
  expect(() => text(data)).toThrow(message);
});

it('never returns more than its limit, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (data) => {
      try {
        expect(decompressSnappy(data, 100).length).toBeLessThanOrEqual(100);
      } catch (error) {
        expect((error as Error).message).toMatch(/damaged|the limit is/);
      }
    }),
  );
});
