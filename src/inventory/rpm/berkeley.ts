import { CatalogError } from '../catalog-error.js';

const HASH_MAGIC = 0x00061561;
const MAX_PAGE_BYTES = 65_536;
const PAGE_HEADER_BYTES = 26;
/** Page types. */
const HASH_UNSORTED = 2;
const OVERFLOW = 7;
const HASH_SORTED = 13;
const LAST_TYPE = 13;
/** Item types: the value is in the page, or on overflow pages. */
const IN_PAGE = 1;
const OFF_PAGE = 3;
const OFF_PAGE_BYTES = 12;

/** Whether the file is a hash database of Berkeley DB, in either byte order. */
export function isBerkeley(file: Buffer): boolean {
  return (
    file.length >= 72 &&
    (file.readUInt32LE(12) === HASH_MAGIC || file.readUInt32BE(12) === HASH_MAGIC)
  );
}

/**
 * The values in a hash database of Berkeley DB, which rpm used until 2020. Throws CatalogError when it is damaged.
 * Source: Berkeley DB 5.3, dbinc/db_page.h.
 */
export function* berkeleyValues(file: Buffer): Generator<Uint8Array> {
  const database = new HashDatabase(file);
  for (let page = 1; page <= database.lastPage; page++) yield* database.valuesOn(page);
}

class HashDatabase {
  readonly lastPage: number;
  readonly #file: Buffer;
  readonly #isLittleEndian: boolean;
  readonly #pageSize: number;

  constructor(file: Buffer) {
    this.#file = file;
    this.#isLittleEndian = file.readUInt32LE(12) === HASH_MAGIC;
    this.#pageSize = this.#uint32(20);
    this.lastPage = this.#uint32(32);
    const size = this.#pageSize;
    if (size < 512 || size > MAX_PAGE_BYTES || (size & (size - 1)) !== 0)
      throw new CatalogError('is a damaged rpm database: its page size is invalid');
    if ((this.lastPage + 1) * size > file.length)
      throw new CatalogError('is a damaged rpm database: pages are missing');
  }

  /** The values on a page; none when it is not a hash page. */
  *valuesOn(page: number): Generator<Uint8Array> {
    const start = page * this.#pageSize;
    const type = this.#typeOf(page);
    if (type > LAST_TYPE) throw invalidPage();
    if (type !== HASH_UNSORTED && type !== HASH_SORTED) return;
    const items = this.#uint16(start + 20);
    if (PAGE_HEADER_BYTES + items * 2 > this.#pageSize) throw invalidPage();
    // Items are pairs of key and value. Their offsets follow the header, and they fill the page from its end.
    const offsetOf = (item: number): number => this.#uint16(start + PAGE_HEADER_BYTES + item * 2);
    for (let item = 1; item < items; item += 2) {
      const at = offsetOf(item);
      // A value ends where its key starts.
      const end = Math.min(offsetOf(item - 1), this.#pageSize);
      if (at >= end) throw invalidPage();
      const kind = this.#file.readUInt8(start + at);
      if (kind === IN_PAGE) yield this.#file.subarray(start + at + 1, start + end);
      else if (kind === OFF_PAGE && at + OFF_PAGE_BYTES <= this.#pageSize)
        yield this.#overflow(this.#uint32(start + at + 4), this.#uint32(start + at + 8));
      else throw invalidPage();
    }
  }

  /** A value on a linked list of overflow pages. */
  #overflow(firstPage: number, length: number): Uint8Array {
    const parts: Uint8Array[] = [];
    let found = 0;
    let page = firstPage;
    while (found < length) {
      const start = page * this.#pageSize;
      if (page === 0 || page > this.lastPage || this.#typeOf(page) !== OVERFLOW) throw cutShort();
      const used = this.#uint16(start + 22);
      if (used === 0 || PAGE_HEADER_BYTES + used > this.#pageSize) throw cutShort();
      parts.push(this.#file.subarray(start + PAGE_HEADER_BYTES, start + PAGE_HEADER_BYTES + used));
      found += used;
      if (found > this.#file.length)
        throw new CatalogError('is a damaged rpm database: its pages form a cycle');
      page = this.#uint32(start + 16);
    }
    return Buffer.concat(parts).subarray(0, length);
  }

  #typeOf(page: number): number {
    return this.#file.readUInt8(page * this.#pageSize + 25);
  }

  #uint16(at: number): number {
    return this.#isLittleEndian ? this.#file.readUInt16LE(at) : this.#file.readUInt16BE(at);
  }

  #uint32(at: number): number {
    return this.#isLittleEndian ? this.#file.readUInt32LE(at) : this.#file.readUInt32BE(at);
  }
}

function invalidPage(): CatalogError {
  return new CatalogError('is a damaged rpm database: a page is invalid');
}

function cutShort(): CatalogError {
  return new CatalogError('is a damaged rpm database: a package is cut short');
}
