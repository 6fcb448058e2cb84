import { readFile } from 'node:fs/promises';
import * as zlib from 'node:zlib';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { PortsideError, reason } from '../findings/errors.js';

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
  const bytes = await readFile(path).catch((error) => {
    throw unreadable(path, reason(error), error);
  });
  if (bytes.length > LARGEST_ZIP) throw unreadable(path, 'it is larger than 2 GB');
  const zip = await open(bytes).catch((error) => {
    throw unreadable(path, reason(error), error);
  });
  if (zip.entryCount > MOST_MEMBERS) throw unreadable(path, 'it has more than two million members');
  let left = Math.max(64 << 20, bytes.length * LARGEST_RATIO);
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      const member = readMember(bytes, entry, largest);
      if ('bytes' in member) left -= member.bytes.length;
      if (left < 0) throw new Error(`it unpacks to more than ${LARGEST_RATIO} times its size`);
      yield member;
    }
  } catch (error) {
    throw unreadable(path, reason(error), error);
  } finally {
    zip.close();
  }
}

function open(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    );
  });
}

const STORED = 0;
const DEFLATED = 8;

function readMember(zip: Buffer, entry: Entry, largest: number): ZipMember {
  const name = entry.fileName;
  if (entry.uncompressedSize > largest)
    return { name, problem: `it is larger than ${largest >> 20} MB` };
  if (entry.isEncrypted()) return { name, problem: 'it is encrypted' };
  const header = entry.relativeOffsetOfLocalHeader;
  if (header + 30 > zip.length || zip.readUInt32LE(header) !== 0x04034b50)
    return { name, problem: 'its local header is damaged' };
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
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
    'incomplete',
    `Cannot read advisories from ${path}: ${why}`,
    'Download it again',
    cause,
  );
}
