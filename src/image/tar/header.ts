import { isUtf8 } from 'node:buffer';

/** One 512-byte header block, numbers and names read, nothing applied to it yet. */
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

/** Thrown by the readers of this folder with the bare reason; the walker says where. */
export class TarError extends Error {
  override readonly name = 'TarError';
}

export const BLOCK = 512;

/**
 * Reads a header block: v7, ustar, GNU and star dialects. Undefined for a block of zeros.
 * Throws TarError on a wrong checksum or a number that is none.
 * Source: tar(5) of libarchive, "Basic Tar Format" in the GNU tar manual, POSIX pax.
 */
export function readHeader(block: Uint8Array): RawHeader | undefined {
  const bytes = Buffer.isBuffer(block) ? block : Buffer.from(block.buffer, block.byteOffset, BLOCK);
  const sum = byteSum(bytes);
  if (sum === 0) return undefined;
  checkSum(bytes, sum);
  const linkFlag = bytes[156] ?? 0;
  return {
    name: prefix(bytes) + text(bytes, 0, 100),
    typeflag: linkFlag === 0 ? '\0' : String.fromCharCode(linkFlag),
    size: number(bytes, 124, 12, 'size'),
    mode: number(bytes, 100, 8, 'mode') & 0o7777,
    uid: number(bytes, 108, 8, 'uid'),
    gid: number(bytes, 116, 8, 'gid'),
    mtime: number(bytes, 136, 12, 'mtime'),
    linkName: bytes[157] === 0 ? '' : text(bytes, 157, 100),
  };
}

/** Sum of all bytes, four at a time: two lanes of 16 bits hold 256 bytes of 255 each without overflow. */
function byteSum(bytes: Buffer): number {
  if (bytes.byteOffset % 4 !== 0) return slowSum(bytes);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, BLOCK / 4);
  let lanes = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? 0;
    lanes += (word & 0x00ff00ff) + ((word >>> 8) & 0x00ff00ff);
  }
  return (lanes & 0xffff) + (lanes >>> 16);
}

function slowSum(bytes: Buffer): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum;
}

/** The checksum counts its own field as eight blanks; some old programs summed signed bytes. */
function checkSum(bytes: Buffer, sum: number): void {
  const stated = number(bytes, 148, 8, 'checksum');
  let field = 0;
  for (let i = 148; i < 156; i++) field += bytes[i] ?? 0;
  if (sum - field + 256 === stated) return;
  let signed = 256;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i > 155) signed += ((bytes[i] ?? 0) << 24) >> 24;
  if (signed !== stated) throw new TarError('a header has a wrong checksum');
}

const USTAR = Buffer.from('ustar\0');
const STAR = Buffer.from('tar\0');

function prefix(bytes: Buffer): string {
  // "ustar\0" has a prefix; GNU's "ustar  \0" keeps times there; star's ends earlier.
  if (bytes[345] === 0 || !USTAR.every((byte, i) => bytes[257 + i] === byte)) return '';
  const length = STAR.every((byte, i) => bytes[508 + i] === byte) ? 131 : 155;
  return `${text(bytes, 345, length)}/`;
}

/** A NUL-terminated field: UTF-8 where it is that, else Latin-1, so that different names stay different. */
export function text(bytes: Buffer, start: number, length: number): string {
  let end = start;
  let ascii = true;
  for (const stop = start + length; end < stop; end++) {
    const byte = bytes[end] ?? 0;
    if (byte === 0) break;
    if (byte > 127) ascii = false;
  }
  return ascii ? bytes.toString('latin1', start, end) : decode(bytes.subarray(start, end));
}

export function decode(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(buffer) ? buffer.toString('utf8') : buffer.toString('latin1');
}

/** An octal or base-256 field. Empty is 0. Throws TarError on anything else, and on negative sizes. */
export function number(bytes: Buffer, start: number, length: number, field: string): number {
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
    if (bytes[i] !== 0x20 && bytes[i] !== 0) throw new TarError(`a header's ${field} is no number`);
  }
  return value;
}

function base256(bytes: Buffer, start: number, length: number, field: string): number {
  const first = bytes[start] ?? 0;
  const negative = (first & 0x40) !== 0;
  let value = negative ? (first & 0x7f) - 128 : first & 0x7f;
  for (let i = start + 1; i < start + length; i++) value = value * 256 + (bytes[i] ?? 0);
  if (negative && (field === 'size' || field === 'checksum'))
    throw new TarError(`a header's ${field} is negative`);
  if (!Number.isSafeInteger(value)) {
    if (field === 'size') throw new TarError('a header states a size past 2^53 bytes');
    return 0;
  }
  return value;
}
