import { expect, it, test } from '@jest/globals';
import {
  decodeAscii,
  decodeText,
  encodingOf,
  type TextEncoding,
} from '../../src/lib/decode-text.js';

/** The bytes of a text of characters below U+10000. */
function encoded(text: string, encoding: TextEncoding): Buffer {
  if (encoding === 'utf8') return Buffer.from(text);
  const little = Buffer.from(text, 'utf16le');
  if (encoding === 'utf16le') return little;
  if (encoding === 'utf16be') return little.swap16();
  const bytes = Buffer.alloc(4 * text.length);
  for (let at = 0; at < text.length; at++)
    if (encoding === 'utf32le') bytes.writeUInt32LE(text.charCodeAt(at), 4 * at);
    else bytes.writeUInt32BE(text.charCodeAt(at), 4 * at);
  return bytes;
}

const ENCODINGS = ['utf8', 'utf16le', 'utf16be', 'utf32le', 'utf32be'] as const;

test.each(ENCODINGS)('%s with a byte order mark is decoded, and the mark kept', (encoding) => {
  const bytes = encoded('\ufeffaß€', encoding);
  expect(encodingOf(bytes)).toBe(encoding);
  expect(decodeText(bytes)).toBe('\ufeffaß€');
});

test.each(ENCODINGS)('%s without a byte order mark is decoded, if most is ASCII', (encoding) => {
  const text = 'key: value # größer\r\n'.repeat(200);
  const bytes = encoded(text, encoding);
  expect(encodingOf(bytes)).toBe(encoding);
  expect(decodeText(bytes)).toBe(text);
});

test.each([
  ['words of a program', [1, 0, 2, 0, 3, 0, 4, 0]],
  ['a text with one zero', [...Buffer.from('key: value\0')]],
  ['texts that end with zeros', [...Buffer.from('a\0bc\0d\0efg\0')]],
  ['one character', [0x61, 0]],
  ['zeros', [0, 0, 0, 0, 0, 0, 0, 0]],
])('%s are no text of wide characters', (_, bytes) => {
  expect(encodingOf(Uint8Array.from(bytes))).toBe('utf8');
});

test('a character beyond U+FFFF is decoded, and one beyond Unicode replaced', () => {
  const bytes = Buffer.from('fffe0000' + '00f60100' + 'ffffff7f', 'hex');
  expect(decodeText(bytes)).toBe('\ufeff\u{1f600}\ufffd');
});

test.each([
  [[]],
  [[0xff]],
  [[0xfe, 0xff]],
  [[0xfe, 0xff, 0]],
  [[0xff, 0xfe, 0x61]],
  [[0xff, 0xfe, 0, 0, 0x61]],
  [[0, 0, 0xfe, 0xff, 0, 0]],
])('decodes the bytes %j, which are cut off', (bytes) => {
  expect(decodeText(Uint8Array.from(bytes)).replace(/[\ufeff\ufffd]/g, '')).toBe('');
});

test.each(ENCODINGS.slice(1))('%s is reduced to one byte for each unit', (encoding) => {
  const ascii = Buffer.from('\x80a=\x80\n', 'latin1');
  expect(decodeAscii(encoded('\ufeffa=€\n', encoding), encoding)).toEqual(ascii);
});

it('returns UTF-8 unchanged', () => {
  expect(decodeAscii(Buffer.from('a€'), 'utf8')).toEqual(Buffer.from('a€'));
});
