import { isUtf8 } from 'node:buffer';

/** One 512-byte header block, before extensions are applied. */
export interface RawHeader {
  readonly name: string;
  readonly typeflag: string;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly linkName: string;
}

/** Why an archive cannot be read. The reason follows "it" or names the part; the caller adds the archive's name. */
export class TarError extends Error {
  override readonly name = 'TarError';
  /** Whether a limit was exceeded; otherwise the archive is damaged. */
  readonly isLimit: boolean;

  constructor(reason: string, { isLimit = false }: { readonly isLimit?: boolean } = {}) {
    super(reason);
    this.isLimit = isLimit;
  }
}

export const BLOCK = 512;

/**
 * Parses a header block in the v7, ustar, GNU and star dialects. Undefined for a block of zeros.
 * Throws TarError for a wrong checksum or an invalid number.
 * Sources: tar(5) of libarchive; "Basic Tar Format" in the GNU tar manual; POSIX pax.
 */
export function readTarHeader(block: Uint8Array): RawHeader | undefined {
  const bytes = Buffer.isBuffer(block) ? block : Buffer.from(block.buffer, block.byteOffset, BLOCK);
  const sum = byteSum(bytes);
  if (sum === 0) return undefined;
  verifyChecksum(bytes, sum);
  const linkFlag = bytes[156] ?? 0;
  return {
    name: prefix(bytes) + textField(bytes, 0, 100),
    typeflag: linkFlag === 0 ? '\0' : String.fromCharCode(linkFlag),
    size: numberField(bytes, 124, 12, 'size'),
    mode: numberField(bytes, 100, 8, 'mode') & 0o7777,
    uid: numberField(bytes, 108, 8, 'uid'),
    gid: numberField(bytes, 116, 8, 'gid'),
    mtime: numberField(bytes, 136, 12, 'mtime'),
    linkName: bytes[157] === 0 ? '' : textField(bytes, 157, 100),
  };
}

/** Sum of all bytes, four at a time: two 16-bit lanes hold the sum of 256 bytes each without overflow. */
function byteSum(bytes: Buffer): number {
  if (bytes.byteOffset % 4 !== 0) return unalignedByteSum(bytes);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, BLOCK / 4);
  let lanes = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? 0;
    lanes += (word & 0x00ff00ff) + ((word >>> 8) & 0x00ff00ff);
  }
  return (lanes & 0xffff) + (lanes >>> 16);
}

function unalignedByteSum(bytes: Buffer): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum;
}

/** The checksum counts its own field as eight blanks. Some old programs summed signed bytes. */
function verifyChecksum(bytes: Buffer, sum: number): void {
  const expected = numberField(bytes, 148, 8, 'checksum');
  let field = 0;
  for (let i = 148; i < 156; i++) field += bytes[i] ?? 0;
  if (sum - field + 256 === expected) return;
  let signed = 256;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i > 155) signed += ((bytes[i] ?? 0) << 24) >> 24;
  if (signed !== expected) throw new TarError('a header has a wrong checksum');
}

const USTAR = Buffer.from('ustar\0');
const STAR = Buffer.from('tar\0');

/** The folder part of a ustar name. GNU ("ustar  \0") keeps times in this field, and star's field is shorter. */
function prefix(bytes: Buffer): string {
  if (bytes[345] === 0 || !USTAR.every((byte, i) => bytes[257 + i] === byte)) return '';
  const length = STAR.every((byte, i) => bytes[508 + i] === byte) ? 131 : 155;
  return `${textField(bytes, 345, length)}/`;
}

/** A NUL-terminated field. Decoded as Latin-1 where it is not UTF-8, so that different names stay different. */
export function textField(bytes: Buffer, start: number, length: number): string {
  let end = start;
  let isAscii = true;
  for (const stop = start + length; end < stop; end++) {
    const byte = bytes[end] ?? 0;
    if (byte === 0) break;
    if (byte > 127) isAscii = false;
  }
  return isAscii ? bytes.toString('latin1', start, end) : decodeTarText(bytes.subarray(start, end));
}

/** UTF-8 where the bytes are valid UTF-8, else Latin-1. */
export function decodeTarText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(buffer) ? buffer.toString('utf8') : buffer.toString('latin1');
}

/** An octal or base-256 field; empty is 0. Throws TarError for anything else, and for a negative size. */
export function numberField(bytes: Buffer, start: number, length: number, field: string): number {
  const first = bytes[start] ?? 0;
  if (first & 0x80) return base256(bytes, start, length, field);
  let i = start;
  const end = start + length;
  while (i < end && (bytes[i] === 0x20 || bytes[i] === 0)) i++;
  let value = 0;
  for (; i < end; i++) {
    const digit = (bytes[i] ?? 0) - 0x30;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  for (; i < end; i++) {
    if (bytes[i] !== 0x20 && bytes[i] !== 0)
      throw new TarError(`the ${field} in a header is not a number`);
  }
  return value;
}

function base256(bytes: Buffer, start: number, length: number, field: string): number {
  const first = bytes[start] ?? 0;
  const isNegative = (first & 0x40) !== 0;
  let value = isNegative ? (first & 0x7f) - 128 : first & 0x7f;
  for (let i = start + 1; i < start + length; i++) value = value * 256 + (bytes[i] ?? 0);
  if (isNegative && (field === 'size' || field === 'checksum'))
    throw new TarError(`the ${field} in a header is negative`);
  if (!Number.isSafeInteger(value)) {
    if (field === 'size') throw new TarError('the size in a header is above 2^53 bytes');
    return 0;
  }
  return value;
}
