import * as zlib from 'node:zlib';
import { PortsideError, reason } from '../../lib/errors.js';
import { readRegularFile } from '../../lib/regular-file.js';
import { plainText } from '../../lib/text.js';
import {
  type ZipEntry,
  ZipError,
  type ZipSource,
  zipEntries,
  zipLocalName,
  zipMember,
} from '../../lib/zip.js';

/** A member of a zip, or why it could not be read. */
export type ZipMember = { readonly name: string } & (
  | { readonly bytes: Buffer }
  | { readonly problem: string }
) & {
    /** Its bytes in the zip. */
    readonly stored?: number;
  };

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
  const bytes = readZip(path);
  const source: ZipSource = {
    size: bytes.length,
    part: (offset, length) => bytes.subarray(offset, offset + length),
  };
  let budget = Math.max(MIN_BUDGET, bytes.length * MAX_RATIO);
  try {
    // A member count that is too low could hide the last members from other readers.
    const options = {
      maxMembers: MAX_MEMBERS,
      maxDirectoryBytes: MAX_ZIP_BYTES,
      exactCount: true,
    };
    for (const entry of zipEntries(source, options)) {
      if (entry.name.endsWith('/')) continue;
      const member = readMember(source, entry, maxBytes);
      if ('bytes' in member) budget -= member.bytes.length;
      if (budget < 0) throw new ZipError(`decompresses to more than ${MAX_RATIO} times its size`);
      yield { ...member, stored: entry.compressedSize };
    }
  } catch (error) {
    throw unreadable(
      path,
      error instanceof ZipError ? `it ${error.message}` : reason(error),
      error,
    );
  }
}

function readZip(path: string): Buffer {
  try {
    return readRegularFile(path, MAX_ZIP_BYTES);
  } catch (error) {
    throw unreadable(path, reason(error), error);
  }
}

function readMember(source: ZipSource, entry: ZipEntry, maxBytes: number): ZipMember {
  const name = plainText(entry.name, 200);
  try {
    const localName = zipLocalName(source, entry);
    if (localName !== entry.name) {
      // Report the name that looks like a record: the caller skips all others.
      const names = [name, plainText(localName, 200)];
      return {
        name: names.find((one) => one.endsWith('.json')) ?? name,
        problem: 'it has two names',
      };
    }
    const content = zipMember(source, entry, maxBytes);
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    if (bytes.length !== entry.size) return { name, problem: 'its size is wrong' };
    if (checksum && checksum(bytes) !== entry.crc32)
      return { name, problem: 'its checksum is wrong' };
    return { name, bytes };
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    return { name, problem: `it ${error.message}` };
  }
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
