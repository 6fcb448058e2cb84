import { CatalogError } from '../catalog-error.js';
import { committedPages } from './wal.js';

/** A value of a row. */
export type SqliteValue = null | number | bigint | string | Uint8Array;

/** Levels of a table's tree. */
const MAX_DEPTH = 40;

/**
 * The rows of one table of an SQLite database, read from its pages and from its write-ahead log.
 * Throws CatalogError when it is not an SQLite database or is damaged. Source: sqlite.org/fileformat2.html.
 */
export function* sqliteRows(
  database: Uint8Array,
  log: Uint8Array | undefined,
  table: string,
): Generator<readonly SqliteValue[]> {
  const pages = openPages(database, log);
  const root = rootOf(pages, table);
  if (root === undefined) throw new CatalogError(`has no table ${table}`);
  yield* rows(pages, root);
}

interface Pages {
  /** Bytes of a page without those reserved at its end. */
  readonly usable: number;
  /** Numbers start at 1. Throws CatalogError for a missing page. */
  page(number: number): Buffer;
}

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');

function openPages(database: Uint8Array, log: Uint8Array | undefined): Pages {
  const file = Buffer.from(database.buffer, database.byteOffset, database.byteLength);
  if (file.length < 100 || !file.subarray(0, 16).equals(MAGIC)) {
    throw new CatalogError('is not an SQLite database');
  }
  const declared = file.readUInt16BE(16);
  const size = declared === 1 ? 65_536 : declared;
  const usable = size - file.readUInt8(20);
  if (size < 512 || (size & (size - 1)) !== 0 || usable < 480) {
    throw new CatalogError('is a damaged SQLite database: its page size is invalid');
  }
  const logged = log ? committedPages(log, size) : new Map<number, Buffer>();
  return {
    usable,
    page(number) {
      const page = logged.get(number) ?? file.subarray((number - 1) * size, number * size);
      if (number < 1 || page.length < size) {
        throw new CatalogError(`is a damaged SQLite database: page ${number} is missing`);
      }
      return page;
    },
  };
}

/** Looks the table up in the schema, a table at page 1 with type, name, table, root page and statement. */
function rootOf(pages: Pages, table: string): number | undefined {
  for (const [type, name, , root] of rows(pages, 1)) {
    if (type === 'table' && name === table && typeof root === 'number') return root;
  }
  return undefined;
}

const INTERIOR = 5;
const LEAF = 13;

/** The rows in a table's tree, in the order of their row IDs. */
function* rows(pages: Pages, root: number): Generator<readonly SqliteValue[]> {
  const visited = new Set<number>();
  yield* walk(root, 0);

  function* walk(number: number, depth: number): Generator<readonly SqliteValue[]> {
    if (visited.has(number) || depth > MAX_DEPTH) {
      throw new CatalogError('is a damaged SQLite database: its pages form a cycle');
    }
    visited.add(number);
    const page = pages.page(number);
    const start = number === 1 ? 100 : 0;
    const kind = page.readUInt8(start);
    const cells = page.readUInt16BE(start + 3);
    const pointers = start + (kind === INTERIOR ? 12 : 8);
    if ((kind !== INTERIOR && kind !== LEAF) || pointers + cells * 2 > page.length) {
      throw new CatalogError(`is a damaged SQLite database: page ${number} is not part of a table`);
    }
    // SQLite frees pages without rows, except the only page of a table.
    if (cells === 0 && kind === LEAF && depth > 0)
      throw new CatalogError(`is a damaged SQLite database: page ${number} has no rows`);
    for (let i = 0; i < cells; i++) {
      const at = page.readUInt16BE(pointers + i * 2);
      if (kind === INTERIOR) yield* walk(uint32(page, at), depth + 1);
      else yield record(payload(pages, page, at));
    }
    if (kind === INTERIOR) yield* walk(page.readUInt32BE(start + 8), depth + 1);
  }
}

/** The payload of a leaf cell, including its overflow pages. */
function payload(pages: Pages, page: Buffer, cell: number): Buffer {
  const length = varint(page, cell);
  const rowId = varint(page, length.end);
  const total = length.value;
  // fileformat2 1.6, "B-tree Cell Format": X, M and K.
  const maxLocal = pages.usable - 35;
  const minLocal = Math.floor(((pages.usable - 12) * 32) / 255) - 23;
  const preferred = minLocal + ((total - minLocal) % (pages.usable - 4));
  const local = total <= maxLocal ? total : preferred <= maxLocal ? preferred : minLocal;
  const parts = [slice(page, rowId.end, local)];
  let missing = total - local;
  let next = missing > 0 ? uint32(page, rowId.end + local) : 0;
  const visited = new Set<number>();
  while (missing > 0) {
    if (next === 0 || visited.has(next)) {
      throw new CatalogError('is a damaged SQLite database: a row is cut short');
    }
    visited.add(next);
    const overflow = pages.page(next);
    const part = overflow.subarray(4, Math.min(pages.usable, 4 + missing));
    parts.push(part);
    missing -= part.length;
    next = overflow.readUInt32BE(0);
  }
  return parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts);
}

/** fileformat2 2.1, "Record format". */
function record(bytes: Buffer): SqliteValue[] {
  const header = varint(bytes, 0);
  const values: SqliteValue[] = [];
  let at = header.value;
  for (let column = header.end; column < header.value; ) {
    const type = varint(bytes, column);
    column = type.end;
    const size = sizeOf(type.value);
    values.push(valueIn(type.value, slice(bytes, at, size)));
    at += size;
  }
  return values;
}

function sizeOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] ?? 0;
}

function valueIn(type: number, bytes: Buffer): SqliteValue {
  if (type >= 12) return type % 2 === 0 ? bytes : bytes.toString('utf8');
  if (type === 8) return 0;
  if (type === 9) return 1;
  if (type === 7) return bytes.readDoubleBE(0);
  if (type === 6) return bytes.readBigInt64BE(0);
  return type >= 1 && type <= 5 ? bytes.readIntBE(0, bytes.length) : null;
}

function slice(bytes: Buffer, start: number, length: number): Buffer {
  if (start + length > bytes.length) {
    throw new CatalogError('is a damaged SQLite database: a row is cut short');
  }
  return bytes.subarray(start, start + length);
}

function uint32(bytes: Buffer, at: number): number {
  return slice(bytes, at, 4).readUInt32BE(0);
}

/** Big-endian, seven bits a byte; the highest bit shows that another byte follows. A ninth byte has eight bits. */
function varint(bytes: Buffer, at: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = slice(bytes, at + i, 1)[0] ?? 0;
    if (i === 8) return { value: value * 256 + byte, end: at + 9 };
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + i + 1 };
  }
  return { value, end: at + 9 };
}
