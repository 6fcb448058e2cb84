import { inflateRawSync } from 'node:zlib';
import { CatalogError } from '../catalog-error.js';

/** Bytes that are read in parts: a file of a layer, or an archive inside another. */
export interface Source {
  readonly size: number;
  /** Shorter than asked where the source ends. Valid until the next part is asked for. */
  part(offset: number, length: number): Uint8Array;
}

export interface ZipEntry {
  readonly name: string;
  /** Uncompressed, as the archive says. */
  readonly size: number;
  readonly compressedSize: number;
  readonly method: number;
  readonly encrypted: boolean;
  /** Of the local header, in the source. */
  readonly offset: number;
}

/** More members than this are not listed. */
const MOST_ENTRIES = 200_000;
/** Larger directories are not read. */
const LARGEST_DIRECTORY = 64 * 1024 * 1024;

/** The members of an archive that somebody wants, and how many it has in all. */
export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  readonly members: number;
}

/**
 * The members that the central directory lists under a name that is wanted, read from the end of the source: nothing
 * else is touched, and a script before the archive does not matter. Throws CatalogError when it is no ZIP archive or
 * passes a limit. Source: PKWARE APPNOTE 4.3.
 */
export function zipDirectory(source: Source, wanted: (name: string) => boolean): ZipDirectory {
  const directory = findDirectory(source);
  if (directory.size > LARGEST_DIRECTORY) {
    throw new CatalogError('has a directory larger than 64 MiB', 'limit');
  }
  const bytes = bufferOf(source.part(directory.start, directory.size));
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: ZipEntry[] = [];
  let members = 0;
  for (let at = 0; at + 46 <= bytes.length && data.getUint32(at, true) === ENTRY; ) {
    if (++members > MOST_ENTRIES) {
      throw new CatalogError(`has more than ${MOST_ENTRIES} members`, 'limit');
    }
    const nameLength = data.getUint16(at + 28, true);
    const extraLength = data.getUint16(at + 30, true);
    const end = at + 46 + nameLength + extraLength + data.getUint16(at + 32, true);
    if (end > bytes.length) break;
    const extraStart = at + 46 + nameLength;
    const name = bytes.toString('utf8', at + 46, extraStart);
    const start = at;
    at = end;
    if (!wanted(name)) continue;
    const sizes = widened(data, start, extraStart, extraLength);
    entries.push({
      name,
      method: data.getUint16(start + 10, true),
      encrypted: (data.getUint16(start + 8, true) & 1) !== 0,
      size: sizes.size,
      compressedSize: sizes.compressed,
      offset: sizes.offset + directory.shift,
    });
  }
  if (members < directory.entries) {
    throw new CatalogError('is a damaged ZIP archive: its directory is cut');
  }
  return { entries, members };
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The body of a member. Throws CatalogError when it is damaged or larger than `limit` bytes. */
export function zipBody(source: Source, entry: ZipEntry, limit: number): Uint8Array {
  if (entry.encrypted) throw new CatalogError(`has an encrypted member ${entry.name}`);
  if (entry.size > limit) {
    throw new CatalogError(`has a member ${entry.name} larger than ${limit} bytes`, 'limit');
  }
  const packed = source.part(bodyOffset(source, entry), entry.compressedSize);
  if (packed.length < entry.compressedSize) {
    throw new CatalogError(`is a damaged ZIP archive: ${entry.name} is cut`);
  }
  if (entry.method === STORED) return packed;
  if (entry.method !== DEFLATED) {
    throw new CatalogError(`has a member ${entry.name} of unknown compression ${entry.method}`);
  }
  try {
    return inflateRawSync(packed, {
      maxOutputLength: Math.max(entry.size, 1),
      // One piece where the archive tells the truth: pieces would be put together in twice the memory.
      chunkSize: Math.max(64, 1 + Math.min(entry.size, packed.length * MOST_EXPANSION)),
    });
  } catch (error) {
    throw new CatalogError(
      `is a damaged ZIP archive: ${entry.name} cannot be unpacked`,
      'malformed',
      [],
      error,
    );
  }
}

/** A member that is itself an archive, without unpacking it when it is stored as it is. */
export function zipSource(source: Source, entry: ZipEntry, limit: number): Source {
  if (entry.method === STORED && !entry.encrypted) {
    const start = bodyOffset(source, entry);
    const size = Math.max(0, Math.min(entry.compressedSize, source.size - start));
    return {
      size,
      part: (offset, length) =>
        offset < size ? source.part(start + offset, Math.min(length, size - offset)) : NO_BYTES,
    };
  }
  const body = zipBody(source, entry, limit);
  return { size: body.length, part: (offset, length) => body.subarray(offset, offset + length) };
}

const NO_BYTES = new Uint8Array();
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const STORED = 0;
const DEFLATED = 8;
/** What deflate can make of a byte. */
const MOST_EXPANSION = 1032;
const UNKNOWN_32 = 0xffffffff;

interface Directory {
  readonly start: number;
  readonly size: number;
  readonly entries: number;
  /** Added to every offset in the archive: what stands before it. */
  readonly shift: number;
}

function findDirectory(source: Source): Directory {
  // The record is 22 bytes and a comment of at most 65,535.
  for (const length of [1024, 22 + 65_535]) {
    const start = Math.max(0, source.size - length);
    // A copy, because what looks like the record is looked into further.
    const tail = Buffer.from(source.part(start, length));
    const data = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
    for (let at = tail.length - 22; at >= 0; at--) {
      if (tail[at] === 0x50 && data.getUint32(at, true) === END) {
        const directory = directoryAt(source, data, at, start + at);
        if (directory) return directory;
      }
    }
  }
  throw new CatalogError('is no ZIP archive');
}

function directoryAt(
  source: Source,
  data: DataView,
  at: number,
  position: number,
): Directory | undefined {
  let entries = data.getUint16(at + 10, true);
  let size = data.getUint32(at + 12, true);
  let offset = data.getUint32(at + 16, true);
  let end = position;
  if (entries === 0xffff || size === UNKNOWN_32 || offset === UNKNOWN_32) {
    const wide = directory64(source, position);
    if (wide) ({ entries, size, offset, end } = wide);
  }
  const start = end - size;
  if (size > position || start < 0 || start < offset) return undefined;
  if (entries > 0) {
    const first = source.part(start, 4);
    if (first.length < 4 || Buffer.from(first).readUInt32LE() !== ENTRY) return undefined;
  }
  return { start, size, entries: Math.min(entries, 0xffff), shift: start - offset };
}

function directory64(
  source: Source,
  position: number,
): { entries: number; size: number; offset: number; end: number } | undefined {
  const locator = Buffer.from(source.part(position - 20, 20));
  if (position < 76 || locator.readUInt32LE(0) !== LOCATOR_64) return undefined;
  // The record stands right before its locator, whatever stands before the archive.
  const end = position - 20 - 56;
  const record = Buffer.from(source.part(end, 56));
  if (record.readUInt32LE(0) !== END_64) return undefined;
  return {
    entries: Number(record.readBigUInt64LE(32)),
    size: Number(record.readBigUInt64LE(40)),
    offset: Number(record.readBigUInt64LE(48)),
    end,
  };
}

/** Sizes and offset, from the ZIP64 field where the plain ones are full. */
function widened(
  data: DataView,
  at: number,
  extraStart: number,
  extraLength: number,
): { size: number; compressed: number; offset: number } {
  const plain = {
    size: data.getUint32(at + 24, true),
    compressed: data.getUint32(at + 20, true),
    offset: data.getUint32(at + 42, true),
  };
  for (let e = extraStart; e + 4 <= extraStart + extraLength; ) {
    const length = data.getUint16(e + 2, true);
    if (data.getUint16(e, true) === 1 && e + 4 + length <= extraStart + extraLength) {
      let field = e + 4;
      const next = (value: number): number => {
        if (value !== UNKNOWN_32 || field + 8 > e + 4 + length) return value;
        field += 8;
        return Number(data.getBigUint64(field - 8, true));
      };
      return {
        size: next(plain.size),
        compressed: next(plain.compressed),
        offset: next(plain.offset),
      };
    }
    e += 4 + length;
  }
  return plain;
}

function bodyOffset(source: Source, entry: ZipEntry): number {
  const local = source.part(entry.offset, 30);
  const data = new DataView(local.buffer, local.byteOffset, local.byteLength);
  if (local.length < 30 || data.getUint32(0, true) !== LOCAL) {
    throw new CatalogError(`is a damaged ZIP archive: ${entry.name} is not where it should be`);
  }
  return entry.offset + 30 + data.getUint16(26, true) + data.getUint16(28, true);
}
