import { readFile, stat } from 'node:fs/promises';
import * as zlib from 'node:zlib';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { PortsideError, reason } from '../../lib/errors.js';
import { plainText } from '../../lib/text.js';

/** A member of a zip, or why it could not be read. */
export type ZipMember =
  | { readonly name: string; readonly bytes: Buffer }
  | { readonly name: string; readonly problem: string };

const MAX_ZIP_BYTES = 2 ** 31 - 1;
const MAX_MEMBERS = 2_000_000;
/** Records compress by a factor of five to ten; a much higher factor for the whole zip is an attack (zip bomb). */
const MAX_RATIO = 200;
/** Any zip may decompress to this many bytes. */
const MIN_BUDGET = 64 << 20;

/**
 * The files of a zip in the order of its central directory. A damaged member has a problem instead of bytes. Throws
 * PortsideError (incomplete) when the zip itself is unreadable.
 */
export async function* zipMembers(path: string, maxBytes: number): AsyncGenerator<ZipMember> {
  const bytes = await readWhole(path).catch((error) => {
    throw unreadable(path, reason(error), error);
  });
  const zip = await openZip(bytes).catch((error) => {
    throw unreadable(path, reason(error), error);
  });
  if (zip.entryCount > MAX_MEMBERS) throw unreadable(path, 'it has more than two million members');
  let budget = Math.max(MIN_BUDGET, bytes.length * MAX_RATIO);
  let directoryRead = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      directoryRead += entryLength(entry);
      if (nameOf(entry).endsWith('/')) continue;
      const member = readMember(bytes, entry, maxBytes);
      if ('bytes' in member) budget -= member.bytes.length;
      if (budget < 0) throw new Error(`it decompresses to more than ${MAX_RATIO} times its size`);
      yield member;
    }
    // A member count that is too low would hide the last members.
    if (directoryRead < directoryLength(bytes))
      throw new Error('it has more members than its directory declares');
  } catch (error) {
    throw unreadable(path, reason(error), error);
  } finally {
    zip.close();
  }
}

async function readWhole(path: string): Promise<Buffer> {
  const found = await stat(path);
  // Reading a link to a device would never end.
  if (!found.isFile()) throw new Error('it is not a regular file');
  if (found.size > MAX_ZIP_BYTES) throw new Error('it is larger than 2 GB');
  return readFile(path);
}

function openZip(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    // Names are not used as paths. Sizes are checked here, so that a wrong one affects only its member.
    const options = { lazyEntries: true, decodeStrings: false, validateEntrySizes: false };
    fromBuffer(bytes, options, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

function nameOf({ fileNameRaw }: Entry): string {
  return plainText(fileNameRaw.toString('utf8'), 200);
}

/** Bytes of an entry in the central directory. Source: APPNOTE.TXT 4.3.12, "Central directory structure". */
function entryLength({ fileNameRaw, extraFieldRaw, fileCommentRaw }: Entry): number {
  return 46 + fileNameRaw.length + extraFieldRaw.length + fileCommentRaw.length;
}

const END_OF_DIRECTORY = 'PK\x05\x06';
/** Marks a length that is in the Zip64 fields. */
const IN_ZIP64 = 0xffffffff;

/** Bytes of the central directory, as its end record declares them; 0 for Zip64. */
function directoryLength(zip: Buffer): number {
  const end = zip.lastIndexOf(END_OF_DIRECTORY, zip.length - 22, 'latin1');
  const length = end < 0 ? 0 : zip.readUInt32LE(end + 12);
  return length === IN_ZIP64 ? 0 : length;
}

const LOCAL_HEADER = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

function readMember(zip: Buffer, entry: Entry, maxBytes: number): ZipMember {
  const name = nameOf(entry);
  if (entry.uncompressedSize > maxBytes)
    return { name, problem: `it is larger than ${maxBytes >> 20} MB` };
  if (entry.isEncrypted()) return { name, problem: 'it is encrypted' };
  const header = entry.relativeOffsetOfLocalHeader;
  if (header + 30 > zip.length || zip.readUInt32LE(header) !== LOCAL_HEADER)
    return { name, problem: 'its local header is damaged' };
  const nameEnd = header + 30 + zip.readUInt16LE(header + 26);
  const localName = zip.subarray(header + 30, nameEnd);
  if (!localName.equals(entry.fileNameRaw)) {
    // Report the name that looks like a record: the caller skips all others.
    const names = [name, plainText(localName.toString('utf8'), 200)];
    return {
      name: names.find((one) => one.endsWith('.json')) ?? name,
      problem: 'it has two names',
    };
  }
  const start = nameEnd + zip.readUInt16LE(header + 28);
  const compressed = zip.subarray(start, start + entry.compressedSize);
  try {
    const bytes = decompress(compressed, entry.compressionMethod, maxBytes);
    if (bytes.length !== entry.uncompressedSize) return { name, problem: 'its size is wrong' };
    if (checksum && checksum(bytes) !== entry.crc32)
      return { name, problem: 'its checksum is wrong' };
    return { name, bytes };
  } catch (error) {
    return { name, problem: reason(error) };
  }
}

function decompress(compressed: Buffer, method: number, maxBytes: number): Buffer {
  if (method === STORED) return compressed;
  if (method === DEFLATED) return zlib.inflateRawSync(compressed, { maxOutputLength: maxBytes });
  throw new Error(`its compression method ${method} is not supported`);
}

/** Undefined before Node 20.15, which has no crc32: checksums are not verified there. */
const checksum: ((bytes: Buffer) => number) | undefined = zlib.crc32;

function unreadable(path: string, why: string, cause?: unknown): PortsideError {
  return new PortsideError(
    'PSE6502',
    `Cannot read advisories from ${path}: ${why}`,
    'Download it again',
    cause,
  );
}
