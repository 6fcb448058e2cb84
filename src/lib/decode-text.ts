/** The encodings of text files that are read. */
export type TextEncoding = 'utf8' | 'utf16le' | 'utf16be' | 'utf32le' | 'utf32be';

/** The offset of the byte in each unit that ASCII has, and the size of a unit in bytes. */
const UNITS: Readonly<Record<TextEncoding, { readonly low: number; readonly size: number }>> = {
  utf8: { low: 0, size: 1 },
  utf16le: { low: 0, size: 2 },
  utf16be: { low: 1, size: 2 },
  utf32le: { low: 0, size: 4 },
  utf32be: { low: 3, size: 4 },
};

/** The longer marks first: that of UTF-16 is the beginning of one of UTF-32. */
const MARKS = [
  ['utf32le', [0xff, 0xfe, 0, 0]],
  ['utf32be', [0, 0, 0xfe, 0xff]],
  ['utf16le', [0xff, 0xfe]],
  ['utf16be', [0xfe, 0xff]],
] as const;

const WIDE = ['utf32le', 'utf32be', 'utf16le', 'utf16be'] as const;

/** Bytes that show an encoding. */
const HEAD_BYTES = 1024;

/**
 * The encoding of a text by its byte order mark, as PowerShell and Windows editors write it, or else by the zeros around
 * its ASCII characters; UTF-8 for all others, texts or not. Source: YAML 1.2.2, 5.2 "Character Encodings"; Unicode 16, 23.8.
 */
export function encodingOf(bytes: Uint8Array): TextEncoding {
  const marked = MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte));
  if (marked) return marked[0];
  const head = bytes.subarray(0, HEAD_BYTES);
  if (!head.includes(0)) return 'utf8';
  return WIDE.find((encoding) => isMostlyAscii(head, encoding)) ?? 'utf8';
}

/** Whether at least nine of ten characters are printable ASCII. */
function isMostlyAscii(head: Uint8Array, encoding: TextEncoding): boolean {
  const units = decodeAscii(head, encoding);
  const isText = (byte: number) => (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d);
  return units.length > 1 && units.filter(isText).length >= units.length * 0.9;
}

/** The size of the unit of an encoding, in bytes. */
export function unitSize(encoding: TextEncoding): number {
  return UNITS[encoding].size;
}

/** The text of a file. A byte order mark stays in it as U+FEFF. */
export function decodeText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const encoding = encodingOf(buffer);
  if (encoding === 'utf8' || encoding === 'utf16le') return buffer.toString(encoding);
  if (encoding !== 'utf16be') return decodeUtf32(buffer, encoding === 'utf32le');
  const even = buffer.subarray(0, buffer.length & ~1);
  return Buffer.from(even).swap16().toString('utf16le');
}

function decodeUtf32(buffer: Buffer, isLittle: boolean): string {
  let text = '';
  for (let at = 0; at + 4 <= buffer.length; at += 4) {
    const code = isLittle ? buffer.readUInt32LE(at) : buffer.readUInt32BE(at);
    text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }
  return text;
}

/** One byte for each unit of UTF-16 or UTF-32: ASCII as it is, others as 0x80. UTF-8 is returned unchanged. */
export function decodeAscii(bytes: Uint8Array, encoding: TextEncoding): Uint8Array {
  const { low, size } = UNITS[encoding];
  if (size === 1) return bytes;
  const text = Buffer.alloc(Math.floor(bytes.length / size), 0x80);
  for (let unit = 0; unit < text.length; unit++) {
    const from = unit * size;
    const byte = bytes[from + low] ?? 0;
    let others = 0;
    for (let at = 0; at < size; at++) others |= at === low ? 0 : (bytes[from + at] ?? 0);
    if (others === 0 && byte < 0x80) text[unit] = byte;
  }
  return text;
}
