import { createHash } from 'node:crypto';

const HEADER_BYTES = 64;
const PROGRAM_HEADER_BYTES = 56;
/** PT_LOAD, and PT_INTERP: the name of the loader. */
const READ: ReadonlySet<number> = new Set([1, 3]);

/**
 * A digest of what a 64-bit little-endian ELF file loads into memory; undefined for other files. It stays the same when
 * `strip` removes symbols and debug information. The ELF header and the program headers are left out, since they contain
 * the offsets of what was removed; the fields that say what is loaded where are part of the digest.
 * Source: elf(5).
 */
export function loadedCode(bytes: Uint8Array): string | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.readUInt32BE(0) !== 0x7f454c46 || data[4] !== 2 || data[5] !== 1) return undefined;
  const size = data.readUInt16LE(54);
  const end = HEADER_BYTES + data.readUInt16LE(56) * size;
  // Linkers write the program headers behind the ELF header.
  if (data.readBigUInt64LE(32) !== BigInt(HEADER_BYTES) || size !== PROGRAM_HEADER_BYTES)
    return undefined;
  if (end > data.length) return undefined;
  const hash = createHash('sha256');
  // Type, machine, version and entry point.
  hash.update(data.subarray(16, 32));
  let left = 2 * data.length;
  for (let at = HEADER_BYTES; at < end; at += size) {
    const offset = Number(data.readBigUInt64LE(at + 8));
    const inFile = Number(data.readBigUInt64LE(at + 32));
    // Type and flags, addresses, sizes and alignment.
    hash.update(data.subarray(at, at + 8)).update(data.subarray(at + 16, at + size));
    if (!READ.has(data.readUInt32LE(at))) continue;
    left -= inFile;
    if (offset + inFile > data.length || left < 0) return undefined;
    // The first segment begins with the headers.
    hash.update(data.subarray(Math.max(offset, Math.min(end, offset + inFile)), offset + inFile));
  }
  return hash.digest('hex');
}
