import { readFile, stat } from 'node:fs/promises';
import * as zlib from 'node:zlib';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { PortsideError, reason } from '../../lib/errors.js';
import { plainText } from '../../lib/text.js';

/** A member of a zip, or why it could not be read. */
export type ZipMember =
  | { readonly name: string; readonly bytes: Buffer }
  | { readonly name: string; readonly problem: string };

const LARGEST_ZIP = 2 ** 31 - 1;
const MOST_MEMBERS = 2_000_000;
/** Records compress five- to tenfold; what unpacks to far more in all is made to exhaust. */
const LARGEST_RATIO = 200;

/**
 * The files of a zip in the order of its directory. A damaged member is reported in its place; throws PortsideError
 * (incomplete) when the zip itself cannot be read.
 */
export async function* zipMembers(path: string, largest: number): AsyncGenerator<ZipMember> {
  const bytes = await readWhole(path).catch((error) => {
    throw unreadable(path, reason(error), error);
  });
  const zip = await open(bytes).catch((error) => {
    throw unreadable(path, reason(error), error);
  });
  if (zip.entryCount > MOST_MEMBERS) throw unreadable(path, 'it has more than two million members');
  let left = Math.max(64 << 20, bytes.length * LARGEST_RATIO);
  let directory = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      directory += entryLength(entry);
      if (nameOf(entry).endsWith('/')) continue;
      const member = readMember(bytes, entry, largest);
      if ('bytes' in member) left -= member.bytes.length;
      if (left < 0) throw new Error(`it unpacks to more than ${LARGEST_RATIO} times its size`);
      yield member;
    }
    // A count that is too small would leave out the last ones in suppress.
    if (directory < directoryLength(bytes)) throw new Error('it has more members than it says');
  } catch (error) {
    throw unreadable(path, reason(error), error);
  } finally {
    zip.close();
  }
}

async function readWhole(path: string): Promise<Buffer> {
  const found = await stat(path);
  // A link to a device has no end.
  if (!found.isFile()) throw new Error('it is no regular file');
  if (found.size > LARGEST_ZIP) throw new Error('it is larger than 2 GB');
  return readFile(path);
}

function open(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    // Names are not used as paths, and sizes are checked here: one that is wrong costs its member alone.
    const options = { lazyEntries: true, decodeStrings: false, validateEntrySizes: false };
    fromBuffer(bytes, options, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

function nameOf({ fileNameRaw }: Entry): string {
  return plainText(fileNameRaw.toString('utf8'), 200);
}

/** Bytes that an entry takes in the directory. Source: APPNOTE.TXT 4.3.12, "Central directory structure". */
function entryLength({ fileNameRaw, extraFieldRaw, fileCommentRaw }: Entry): number {
  return 46 + fileNameRaw.length + extraFieldRaw.length + fileCommentRaw.length;
}

const END_OF_DIRECTORY = 'PK\x05\x06';
const IN_ZIP64 = 0xffffffff;

/** Bytes of the directory, as its end says; 0 where the end leaves that to Zip64. */
function directoryLength(zip: Buffer): number {
  const end = zip.lastIndexOf(END_OF_DIRECTORY, zip.length - 22, 'latin1');
  const length = end < 0 ? 0 : zip.readUInt32LE(end + 12);
  return length === IN_ZIP64 ? 0 : length;
}

const STORED = 0;
const DEFLATED = 8;

function readMember(zip: Buffer, entry: Entry, largest: number): ZipMember {
  const name = nameOf(entry);
  if (entry.uncompressedSize > largest)
    return { name, problem: `it is larger than ${largest >> 20} MB` };
  if (entry.isEncrypted()) return { name, problem: 'it is encrypted' };
  const header = entry.relativeOffsetOfLocalHeader;
  if (header + 30 > zip.length || zip.readUInt32LE(header) !== 0x04034b50)
    return { name, problem: 'its local header is damaged' };
  const nameEnd = header + 30 + zip.readUInt16LE(header + 26);
  const other = zip.subarray(header + 30, nameEnd);
  if (!other.equals(entry.fileNameRaw)) {
    // One of the two may have told that it is a record.
    const both = [name, plainText(other.toString('utf8'), 200)];
    return { name: both.find((one) => one.endsWith('.json')) ?? name, problem: 'it has two names' };
  }
  const start = nameEnd + zip.readUInt16LE(header + 28);
  const packed = zip.subarray(start, start + entry.compressedSize);
  try {
    const bytes = unpack(packed, entry.compressionMethod, largest);
    if (bytes.length !== entry.uncompressedSize) return { name, problem: 'its size is wrong' };
    if (checksum && checksum(bytes) !== entry.crc32)
      return { name, problem: 'its checksum is wrong' };
    return { name, bytes };
  } catch (error) {
    return { name, problem: reason(error) };
  }
}

function unpack(packed: Buffer, method: number, largest: number): Buffer {
  if (method === STORED) return packed;
  if (method === DEFLATED) return zlib.inflateRawSync(packed, { maxOutputLength: largest });
  throw new Error(`its compression method ${method} is not known`);
}

/** Node 20.15 brought it. */
const checksum: ((bytes: Buffer) => number) | undefined = zlib.crc32;

function unreadable(path: string, why: string, cause?: unknown): PortsideError {
  return new PortsideError(
    'PSE6500',
    `Cannot read advisories from ${path}: ${why}`,
    'Download it again',
    cause,
  );
}
