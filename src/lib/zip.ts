import { inflateRawSync } from 'node:zlib';

/** Bytes that are read in parts: a file, a file of an image, or an archive inside another. */
export interface ZipSource {
  readonly size: number;
  /** Shorter than requested at the end. Valid until the next part is requested. */
  part(offset: number, length: number): Uint8Array;
}

export interface ZipEntry {
  readonly name: string;
  /** Uncompressed, according to the archive. */
  readonly size: number;
  readonly compressedSize: number;
  readonly method: number;
  readonly encrypted: boolean;
  /** The checksum of the uncompressed bytes, according to the archive. */
  readonly crc32: number;
  /** Position of the local header in the source. */
  readonly offset: number;
}

/** Why an archive or a member cannot be read. The message is a predicate: "is not a ZIP archive", "is encrypted". */
export class ZipError extends Error {
  override readonly name = 'ZipError';
  /** Whether a limit was exceeded; otherwise the archive is damaged or has an unsupported format. */
  readonly isLimit: boolean;

  constructor(
    message: string,
    { isLimit = false, cause }: { readonly isLimit?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.isLimit = isLimit;
  }
}

export interface ZipOptions {
  /** Which members to return, by name. When absent: all. */
  readonly wanted?: (name: string) => boolean;
  readonly maxMembers: number;
  readonly maxDirectoryBytes: number;
  /** Throw when the archive has more members than it declares. */
  readonly exactCount?: boolean;
}

/**
 * The members in the central directory, in its order; the generator returns how many there are in total. Only the end of
 * the source is read, and data in front of the archive, such as a launcher script, is skipped. Throws ZipError when it
 * is not a ZIP archive or exceeds a limit.
 * Source: PKWARE APPNOTE 4.3.
 */
export function* zipEntries(source: ZipSource, options: ZipOptions): Generator<ZipEntry, number> {
  const { wanted, maxMembers, maxDirectoryBytes, exactCount } = options;
  const directory = findDirectory(source);
  if (directory.size > maxDirectoryBytes)
    throw new ZipError(`has a directory larger than ${maxDirectoryBytes} bytes`, { isLimit: true });
  const bytes = bufferOf(source.part(directory.start, directory.size));
  const data = viewOf(bytes);
  let members = 0;
  for (let at = 0; at + 46 <= bytes.length && data.getUint32(at, true) === ENTRY; ) {
    if (++members > maxMembers)
      throw new ZipError(`has more than ${maxMembers} members`, { isLimit: true });
    if (exactCount && members > directory.entries)
      throw new ZipError('has more members than it declares');
    const nameLength = data.getUint16(at + 28, true);
    const extraLength = data.getUint16(at + 30, true);
    const end = at + 46 + nameLength + extraLength + data.getUint16(at + 32, true);
    if (end > bytes.length) break;
    const extraStart = at + 46 + nameLength;
    const name = bytes.toString('utf8', at + 46, extraStart);
    const start = at;
    at = end;
    if (wanted?.(name) === false) continue;
    const { size, compressedSize, offset } = wideFields(data, start, extraStart, extraLength);
    yield {
      name,
      size,
      compressedSize,
      method: data.getUint16(start + 10, true),
      encrypted: (data.getUint16(start + 8, true) & 1) !== 0,
      crc32: data.getUint32(start + 16, true),
      offset: offset + directory.shift,
    };
  }
  // Without ZIP64 the declared number is modulo 65,536.
  if (members < Math.min(directory.entries, 0xffff))
    throw new ZipError('is a damaged ZIP archive: its directory is cut short');
  return members;
}

/** The content of a member. Throws ZipError about the member when it is damaged or larger than `maxBytes`. */
export function zipMember(source: ZipSource, entry: ZipEntry, maxBytes: number): Uint8Array {
  if (entry.encrypted) throw new ZipError('is encrypted');
  if (entry.size > maxBytes)
    throw new ZipError(`is larger than ${maxBytes} bytes`, { isLimit: true });
  const stored = source.part(contentOffset(source, entry), entry.compressedSize);
  if (stored.length < entry.compressedSize) throw new ZipError('is cut short');
  if (entry.method === STORED) return stored;
  if (entry.method !== DEFLATED)
    throw new ZipError(`has the unsupported compression method ${entry.method}`);
  try {
    return inflateRawSync(stored, {
      maxOutputLength: Math.max(entry.size, 1),
      // One chunk when the size is right: several chunks would be concatenated, in twice the memory.
      chunkSize: Math.max(64, 1 + Math.min(entry.size, stored.length * MAX_EXPANSION)),
    });
  } catch (cause) {
    throw new ZipError('cannot be decompressed', { cause });
  }
}

/** The name of a member in its local header, which may differ from the one in the directory. */
export function zipLocalName(source: ZipSource, entry: ZipEntry): string {
  const { nameLength } = localHeader(source, entry);
  return bufferOf(source.part(entry.offset + LOCAL_HEADER_BYTES, nameLength)).toString('utf8');
}

/** A member that is an archive itself. A member that is not compressed is read in place. */
export function zipMemberSource(source: ZipSource, entry: ZipEntry, maxBytes: number): ZipSource {
  if (entry.method === STORED && !entry.encrypted) {
    const start = contentOffset(source, entry);
    const size = Math.max(0, Math.min(entry.compressedSize, source.size - start));
    return {
      size,
      part: (offset, length) =>
        offset < size ? source.part(start + offset, Math.min(length, size - offset)) : NO_BYTES,
    };
  }
  const content = zipMember(source, entry, maxBytes);
  return {
    size: content.length,
    part: (offset, length) => content.subarray(offset, offset + length),
  };
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const NO_BYTES = new Uint8Array();
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const LOCAL_HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
/** How many bytes deflate can produce from one. */
const MAX_EXPANSION = 1032;
/** In a 32-bit field: the value is in the ZIP64 field. */
const IN_ZIP64 = 0xffffffff;

interface DirectoryPosition {
  readonly start: number;
  readonly size: number;
  /** The declared number of members. */
  readonly entries: number;
  /** Added to every offset in the archive: the size of the data in front of it. */
  readonly shift: number;
}

function findDirectory(source: ZipSource): DirectoryPosition {
  // The end record has 22 bytes and a comment of at most 65,535.
  for (const length of [1024, 22 + 65_535]) {
    const start = Math.max(0, source.size - length);
    // A copy, because further parts are read while it is searched.
    const tail = Buffer.from(source.part(start, length));
    const data = viewOf(tail);
    for (let at = tail.length - 22; at >= 0; at--) {
      if (tail[at] === 0x50 && data.getUint32(at, true) === END) {
        const directory = directoryAt(source, data, at, start + at);
        if (directory) return directory;
      }
    }
  }
  throw new ZipError('is not a ZIP archive');
}

/** The directory of the end record at `at` in `data`, whose position in the source is `position`. */
function directoryAt(
  source: ZipSource,
  data: DataView,
  at: number,
  position: number,
): DirectoryPosition | undefined {
  let entries = data.getUint16(at + 10, true);
  let size = data.getUint32(at + 12, true);
  let offset = data.getUint32(at + 16, true);
  let end = position;
  if (entries === 0xffff || size === IN_ZIP64 || offset === IN_ZIP64) {
    const wide = directory64(source, position);
    if (wide) ({ entries, size, offset, end } = wide);
  }
  const start = end - size;
  if (size > position || start < 0 || start < offset) return undefined;
  if (entries > 0) {
    const first = source.part(start, 4);
    if (first.length < 4 || Buffer.from(first).readUInt32LE() !== ENTRY) return undefined;
  }
  return { start, size, entries, shift: start - offset };
}

function directory64(
  source: ZipSource,
  position: number,
): { entries: number; size: number; offset: number; end: number } | undefined {
  const locator = Buffer.from(source.part(position - 20, 20));
  if (position < 76 || locator.readUInt32LE(0) !== LOCATOR_64) return undefined;
  // The record is directly in front of its locator. The offset in the locator ignores data in front of the archive.
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

/** Sizes and offset of an entry, from the ZIP64 field where the 32-bit fields are full. */
function wideFields(
  data: DataView,
  at: number,
  extraStart: number,
  extraLength: number,
): { size: number; compressedSize: number; offset: number } {
  const plain = {
    size: data.getUint32(at + 24, true),
    compressedSize: data.getUint32(at + 20, true),
    offset: data.getUint32(at + 42, true),
  };
  for (let e = extraStart; e + 4 <= extraStart + extraLength; ) {
    const length = data.getUint16(e + 2, true);
    if (data.getUint16(e, true) === 1 && e + 4 + length <= extraStart + extraLength) {
      let field = e + 4;
      const next = (value: number): number => {
        if (value !== IN_ZIP64 || field + 8 > e + 4 + length) return value;
        field += 8;
        return Number(data.getBigUint64(field - 8, true));
      };
      return {
        size: next(plain.size),
        compressedSize: next(plain.compressedSize),
        offset: next(plain.offset),
      };
    }
    e += 4 + length;
  }
  return plain;
}

/** Position of the member's content, after its local header. */
function contentOffset(source: ZipSource, entry: ZipEntry): number {
  const { nameLength, extraLength } = localHeader(source, entry);
  return entry.offset + LOCAL_HEADER_BYTES + nameLength + extraLength;
}

function localHeader(
  source: ZipSource,
  entry: ZipEntry,
): { readonly nameLength: number; readonly extraLength: number } {
  const header = source.part(entry.offset, LOCAL_HEADER_BYTES);
  const data = viewOf(header);
  if (header.length < LOCAL_HEADER_BYTES || data.getUint32(0, true) !== LOCAL)
    throw new ZipError('has a damaged local header');
  return { nameLength: data.getUint16(26, true), extraLength: data.getUint16(28, true) };
}
