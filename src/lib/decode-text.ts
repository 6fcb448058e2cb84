/**
 * The text of a file in UTF-8, or in UTF-16 with a byte order mark: PowerShell writes such files, and YAML allows them.
 * The mark stays in the text as U+FEFF.
 * Source: YAML 1.2.2, 5.2 "Character Encodings".
 */
export function decodeText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = buffer.length < 2 ? 0 : buffer.readUInt16BE(0);
  if (mark === 0xfffe) return buffer.toString('utf16le');
  if (mark !== 0xfeff) return buffer.toString('utf8');
  const even = buffer.subarray(0, buffer.length & ~1);
  return Buffer.from(even).swap16().toString('utf16le');
}

/** The encodings of text files that are searched. */
export type TextEncoding = 'utf8' | 'utf16le' | 'utf16be';

/** UTF-16 by its byte order mark, as PowerShell and Windows editors write it. Source: RFC 2781, 3.2. */
export function byteOrder(bytes: Uint8Array): 'utf16le' | 'utf16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf16be';
  return undefined;
}

/** One byte for each unit of UTF-16: ASCII as it is, other characters as 0x80. UTF-8 is returned unchanged. */
export function decodeAscii(bytes: Uint8Array, encoding: TextEncoding): Uint8Array {
  if (encoding === 'utf8') return bytes;
  const [low, high] = encoding === 'utf16le' ? [0, 1] : [1, 0];
  const text = Buffer.allocUnsafe(bytes.length >> 1);
  for (let at = 0; at < text.length; at++) {
    const byte = bytes[2 * at + low] ?? 0;
    text[at] = bytes[2 * at + high] === 0 && byte < 0x80 ? byte : 0x80;
  }
  return text;
}
