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
