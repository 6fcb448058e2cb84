import { CatalogError } from '../catalog-error.js';

const HEADER_MAGIC = 'RpmP';
const SLOT_MAGIC = 'Slot';
const BLOB_MAGIC = 'BlbS';
const PAGE = 4096;
const SLOT = 16;
const BLOCK = 16;

/** Whether the file is a database in rpm's format "ndb". */
export function isNdb(file: Buffer): boolean {
  return file.length >= 32 && file.toString('latin1', 0, 4) === HEADER_MAGIC;
}

/**
 * The package headers in a database in rpm's own format, which SUSE uses: pages of slots, each with the position of a blob
 * in blocks of 16 bytes. Throws CatalogError when it is damaged. Source: rpm, lib/backend/ndb/rpmpkg.c.
 */
export function* ndbBlobs(file: Buffer): Generator<Uint8Array> {
  const slotPages = file.readUInt32LE(12);
  const end = slotPages * PAGE;
  if (slotPages === 0 || end > file.length) {
    throw new CatalogError('is a damaged rpm database: its package table is cut short');
  }
  // The header takes the place of the first two slots.
  for (let at = 2 * SLOT; at + SLOT <= end; at += SLOT) {
    if (file.toString('latin1', at, at + 4) !== SLOT_MAGIC) {
      throw new CatalogError('is a damaged rpm database: its package table is invalid');
    }
    const index = file.readUInt32LE(at + 4);
    if (index !== 0) yield blob(file, index, file.readUInt32LE(at + 8) * BLOCK);
  }
}

function blob(file: Buffer, index: number, at: number): Uint8Array {
  const fits = at + BLOCK <= file.length;
  const length = fits ? file.readUInt32LE(at + 12) : 0;
  if (
    !fits ||
    file.toString('latin1', at, at + 4) !== BLOB_MAGIC ||
    file.readUInt32LE(at + 4) !== index ||
    at + BLOCK + length > file.length
  ) {
    throw new CatalogError(`is a damaged rpm database: package ${index} is not at its position`);
  }
  return file.subarray(at + BLOCK, at + BLOCK + length);
}
