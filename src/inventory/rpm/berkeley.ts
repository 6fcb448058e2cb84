import { CatalogError } from '../catalog-error.js';

const HASH_MAGIC = 0x00061561;
const HASH_UNSORTED = 2;
const OVERFLOW = 7;
const HASH_SORTED = 13;
const PAGE_HEADER = 26;
const IN_PAGE = 1;
const OFF_PAGE = 3;

/** True when the file is a hash database of Berkeley DB, of either byte order. */
export function isBerkeley(file: Buffer): boolean {
  return (
    file.length >= 72 &&
    (file.readUInt32LE(12) === HASH_MAGIC || file.readUInt32BE(12) === HASH_MAGIC)
  );
}

/**
 * The values of a hash database of Berkeley DB, which rpm used until 2020. Throws CatalogError when it is damaged.
 * Source: Berkeley DB 5.3, dbinc/db_page.h.
 */
export function* berkeleyValues(file: Buffer): Generator<Uint8Array> {
  const little = file.readUInt32LE(12) === HASH_MAGIC;
  const u16 = (at: number): number => (little ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const u32 = (at: number): number => (little ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const size = u32(20);
  const last = u32(32);
  if (size < 512 || size > 65_536 || (size & (size - 1)) !== 0) {
    throw new CatalogError('is a damaged rpm database: its page size makes no sense');
  }
  if ((last + 1) * size > file.length) {
    throw new CatalogError('is a damaged rpm database: pages are missing');
  }
  for (let number = 1; number <= last; number++) {
    const start = number * size;
    const type = file.readUInt8(start + 25);
    if (type === HASH_UNSORTED || type === HASH_SORTED) yield* valuesOf(start);
  }

  /** Items are pairs of a key and a value; their offsets follow the header, the items fill the page from its end. */
  function* valuesOf(start: number): Generator<Uint8Array> {
    const items = u16(start + 20);
    if (PAGE_HEADER + items * 2 > size) {
      throw new CatalogError('is a damaged rpm database: a page makes no sense');
    }
    const offset = (item: number): number => u16(start + PAGE_HEADER + item * 2);
    for (let item = 1; item < items; item += 2) {
      const at = offset(item);
      // The key before it begins where the value ends.
      const end = Math.min(offset(item - 1), size);
      if (at >= end) throw new CatalogError('is a damaged rpm database: a page makes no sense');
      const kind = file.readUInt8(start + at);
      if (kind === IN_PAGE) yield file.subarray(start + at + 1, start + end);
      else if (kind === OFF_PAGE && at + 12 <= size) {
        yield chain(u32(start + at + 4), u32(start + at + 8));
      }
    }
  }

  /** A value on pages of its own, linked to each other. */
  function chain(first: number, length: number): Uint8Array {
    const parts: Uint8Array[] = [];
    let found = 0;
    let number = first;
    while (found < length) {
      const start = number * size;
      if (number === 0 || number > last || file.readUInt8(start + 25) !== OVERFLOW) {
        throw new CatalogError('is a damaged rpm database: a package is cut');
      }
      const used = u16(start + 22);
      if (used === 0 || PAGE_HEADER + used > size) {
        throw new CatalogError('is a damaged rpm database: a package is cut');
      }
      parts.push(file.subarray(start + PAGE_HEADER, start + PAGE_HEADER + used));
      found += used;
      if (found > file.length) {
        throw new CatalogError('is a damaged rpm database: its pages form a circle');
      }
      number = u32(start + 16);
    }
    return Buffer.concat(parts).subarray(0, length);
  }
}
