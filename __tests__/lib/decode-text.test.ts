import { expect, it, test } from '@jest/globals';
import { byteOrder, decodeAscii, decodeText } from '../../src/lib/decode-text.js';

test.each([
  ['UTF-8', Buffer.from('aß€')],
  ['UTF-16, low byte first', Buffer.from('\ufeffaß€', 'utf16le')],
  ['UTF-16, high byte first', Buffer.from('\ufeffaß€', 'utf16le').swap16()],
])('decodes %s', (_, bytes) => {
  expect(decodeText(bytes).replace('\ufeff', '')).toBe('aß€');
});

test('keeps the byte order mark', () => {
  expect(decodeText(Buffer.from('\ufeffa'))).toBe('\ufeffa');
});

test.each([[[]], [[0xff]], [[0xfe, 0xff]], [[0xfe, 0xff, 0]], [[0xff, 0xfe, 0x61]]])(
  'decodes the bytes %j, which are cut off',
  (bytes) => {
    expect(decodeText(Uint8Array.from(bytes)).replace(/[\ufeff\ufffd]/g, '')).toBe('');
  },
);

it('reduces UTF-16 to one byte for each unit', () => {
  const little = Buffer.from('\ufeffa=€\n', 'utf16le');
  const big = Buffer.from(little).swap16();
  const ascii = Buffer.from('\x80a=\x80\n', 'latin1');
  expect([little, big, ascii].map(byteOrder)).toEqual(['utf16le', 'utf16be', undefined]);
  expect(decodeAscii(little, 'utf16le')).toEqual(ascii);
  expect(decodeAscii(big, 'utf16be')).toEqual(ascii);
});
