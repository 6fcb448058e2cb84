import { CatalogError } from '../catalog-error.js';
import { committedPages } from './wal.js';

/** A value of a row; whole numbers as numbers. */
export type SqliteValue = null | number | bigint | string | Uint8Array;

/** Pages visited in one walk at most; each page counts once, so a cycle ends. */
const DEEPEST = 40;

/**
 * The rows of one table of an SQLite database, read from its pages; a write-ahead log that was never merged counts.
 * Throws CatalogError when it is no such database or damaged. Source: sqlite.org/fileformat2.html.
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
  /** Without the bytes that the database reserves at the end of each page. */
  readonly usable: number;
  /** From 1. Throws CatalogError for a page that the file does not have. */
  page(number: number): Buffer;
}

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');

function openPages(database: Uint8Array, log: Uint8Array | undefined): Pages {
  const file = Buffer.from(database.buffer, database.byteOffset, database.byteLength);
  if (file.length < 100 || !file.subarray(0, 16).equals(MAGIC)) {
    throw new CatalogError('is no SQLite database');
  }
  const declared = file.readUInt16BE(16);
  const size = declared === 1 ? 65_536 : declared;
  const usable = size - file.readUInt8(20);
  if (size < 512 || (size & (size - 1)) !== 0 || usable < 480) {
    throw new CatalogError('is a damaged SQLite database: its page size makes no sense');
  }
  const newer = log ? committedPages(log, size) : new Map<number, Buffer>();
  return {
    usable,
    page(number) {
      const page = newer.get(number) ?? file.subarray((number - 1) * size, number * size);
      if (number < 1 || page.length < size) {
        throw new CatalogError(`is a damaged SQLite database: page ${number} is missing`);
      }
      return page;
    },
  };
}

/** The schema is a table like any other, at page 1: type, name, table, root page, statement. */
function rootOf(pages: Pages, table: string): number | undefined {
  for (const [type, name, , root] of rows(pages, 1)) {
    if (type === 'table' && name === table && typeof root === 'number') return root;
  }
  return undefined;
}

const INTERIOR = 5;
const LEAF = 13;

/** The rows of a table's tree, in the order of their row ids. */
function* rows(pages: Pages, root: number): Generator<readonly SqliteValue[]> {
  const visited = new Set<number>();
  yield* walk(root, 0);

  function* walk(number: number, depth: number): Generator<readonly SqliteValue[]> {
    if (visited.has(number) || depth > DEEPEST) {
      throw new CatalogError('is a damaged SQLite database: its pages form a circle');
    }
    visited.add(number);
    const page = pages.page(number);
    const start = number === 1 ? 100 : 0;
    const kind = page.readUInt8(start);
    const cells = page.readUInt16BE(start + 3);
    const pointers = start + (kind === INTERIOR ? 12 : 8);
    if ((kind !== INTERIOR && kind !== LEAF) || pointers + cells * 2 > page.length) {
      throw new CatalogError(`is a damaged SQLite database: page ${number} is no table`);
    }
    for (let i = 0; i < cells; i++) {
      const at = page.readUInt16BE(pointers + i * 2);
      if (kind === INTERIOR) yield* walk(uint32(page, at), depth + 1);
      else yield record(payload(pages, page, at));
    }
    if (kind === INTERIOR) yield* walk(page.readUInt32BE(start + 8), depth + 1);
  }
}

/** The payload of a leaf cell, with what overflows to other pages. */
function payload(pages: Pages, page: Buffer, cell: number): Buffer {
  const length = varint(page, cell);
  const rowId = varint(page, length.end);
  const total = length.value;
  // fileformat2 1.6, "B-tree cell format": X, M and K.
  const most = pages.usable - 35;
  const least = Math.floor(((pages.usable - 12) * 32) / 255) - 23;
  const rest = least + ((total - least) % (pages.usable - 4));
  const local = total <= most ? total : rest <= most ? rest : least;
  const parts = [slice(page, rowId.end, local)];
  let missing = total - local;
  let next = missing > 0 ? uint32(page, rowId.end + local) : 0;
  const seen = new Set<number>();
  while (missing > 0) {
    if (next === 0 || seen.has(next)) {
      throw new CatalogError('is a damaged SQLite database: a row is cut');
    }
    seen.add(next);
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
    throw new CatalogError('is a damaged SQLite database: a row is cut');
  }
  return bytes.subarray(start, start + length);
}

function uint32(bytes: Buffer, at: number): number {
  return slice(bytes, at, 4).readUInt32BE(0);
}

/** Seven bits a byte, the highest bit says that more follow, eight bits in a ninth. */
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
