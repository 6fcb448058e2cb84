import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { berkeleyValues, isBerkeley } from '../../../src/inventory/rpm/berkeley.js';
import { berkeley } from '../build/rpm.js';

const SIZE = 512;
/** Bytes of a value on one overflow page. */
const ROOM = SIZE - 26;
const small = Buffer.from('small value');
const large = Buffer.alloc(2 * ROOM, 'x');
const read = (file: Buffer) => [...berkeleyValues(file)].map((value) => Buffer.from(value));

/** A database with pages of 512 bytes: its values are on page 1, 2 and so on, large ones before their overflow pages. */
const database = (...values: Buffer[]) => berkeley(values, { page: SIZE });

describe('isBerkeley', () => {
  test.each([false, true])('accepts 72 bytes or more (big-endian: %s)', (bigEndian) => {
    const file = berkeley([], { bigEndian });
    expect(isBerkeley(file.subarray(0, 72))).toBe(true);
    expect(isBerkeley(file.subarray(0, 71))).toBe(false);
  });

  it('rejects another magic number', () => {
    expect(isBerkeley(Buffer.alloc(4096))).toBe(false);
  });
});

describe('a database', () => {
  test.each([512, 4096, 65_536])('may have pages of %d bytes', (page) => {
    expect(read(berkeley([small], { page }))).toEqual([small]);
  });

  it('has values in its hash pages and on overflow pages', () => {
    expect(read(database(small, large, small))).toEqual([small, large, small]);
    expect(read(berkeley([small, large], { page: SIZE, bigEndian: true }))).toEqual([small, large]);
  });

  it('may have unsorted hash pages, and pages of other types without values', () => {
    const file = database(small, Buffer.from('hidden'), Buffer.from('last'));
    file[SIZE + 25] = 2;
    file[2 * SIZE + 25] = 8;
    expect(read(file)).toEqual([small, Buffer.from('last')]);
  });

  it('may have a value up to the end of a page, and no longer', () => {
    const file = database(small);
    // The key is after the page, so that the value takes the rest of the page.
    for (const keyOffset of [SIZE, 0xffff]) {
      file.writeUInt16LE(keyOffset, SIZE + 26);
      const [value] = read(file);
      expect(value?.subarray(0, small.length)).toEqual(small);
      expect(value).toHaveLength(small.length + 5);
    }
  });

  it('may have a reference to overflow pages up to the end of a page', () => {
    const file = database(large);
    const at = file.readUInt16LE(SIZE + 28);
    file.copy(file, 2 * SIZE - 12, SIZE + at, SIZE + at + 12);
    file.writeUInt16LE(SIZE, SIZE + 26);
    file.writeUInt16LE(SIZE - 12, SIZE + 28);
    expect(read(file)).toEqual([large]);
  });

  it('may have as many items as fit in a page', () => {
    const file = database(small);
    const items = Math.floor(ROOM / 2);
    fillWithItems(file, items);
    // The last item is a key without a value.
    expect(read(file)).toHaveLength((items - 1) / 2);
  });

  it('may have a value that is shorter than its overflow pages', () => {
    const file = database(large);
    const at = file.readUInt16LE(SIZE + 28);
    file.writeUInt32LE(ROOM + 1, SIZE + at + 8);
    expect(read(file)).toEqual([large.subarray(0, ROOM + 1)]);
    file.writeUInt32LE(0, SIZE + at + 8);
    expect(read(file)).toEqual([Buffer.alloc(0)]);
  });
});

describe('a damaged database is an error', () => {
  const valueOffset = (file: Buffer) => SIZE + file.readUInt16LE(SIZE + 28);

  test.each<[string, (file: Buffer) => Buffer | undefined, RegExp]>([
    ...[0, 256, 768, 131_072].map((size): [string, (file: Buffer) => undefined, RegExp] => [
      `with pages of ${size} bytes`,
      (file) => void file.writeUInt32LE(size, 20),
      /page size is invalid/,
    ]),
    ['that is one byte too short', (file) => file.subarray(0, -1), /pages are missing/],
    [
      'with more pages than bytes',
      (file) => void file.writeUInt32LE(file.length / SIZE, 32),
      /pages are missing/,
    ],
    [
      'with more items than fit in a page',
      (file) => {
        fillWithItems(file, ROOM / 2 + 1);
        // The offset of the last value is after the page: there it names a byte that reads as a value in its page.
        file.writeUInt16LE(SIZE - 3, 2 * SIZE);
        file.writeUInt8(0xff, 2 * SIZE - 2);
      },
      /a page is invalid/,
    ],
    [
      'with a value at its key',
      (file) => void file.writeUInt16LE(file.readUInt16LE(SIZE + 26), SIZE + 28),
      /a page is invalid/,
    ],
    [
      'with a value after the page',
      (file) => {
        file.writeUInt16LE(0xffff, SIZE + 26);
        file.writeUInt16LE(SIZE, SIZE + 28);
      },
      /a page is invalid/,
    ],
    [
      'with a value of an unknown type',
      (file) => void file.writeUInt8(4, valueOffset(file)),
      /a page is invalid/,
    ],
    [
      'with a reference to overflow pages that does not fit in its page',
      (file) => {
        file.writeUInt8(3, 2 * SIZE - 11);
        file.writeUInt16LE(SIZE, SIZE + 26);
        file.writeUInt16LE(SIZE - 11, SIZE + 28);
      },
      /a page is invalid/,
    ],
    [
      'with a value on the first page',
      () => {
        // With pages of this size, the size in the first page reads as one byte on an overflow page.
        const page = 65_536;
        const file = berkeley([Buffer.alloc(page)], { page });
        const at = page + file.readUInt16LE(page + 28);
        file.writeUInt8(7, 25);
        file.writeUInt32LE(0, at + 4);
        file.writeUInt32LE(1, at + 8);
        return file;
      },
      /a package is cut short/,
    ],
    [
      'with a value after the last page',
      (file) => void file.writeUInt32LE(file.length / SIZE, valueOffset(file) + 4),
      /a package is cut short/,
    ],
    [
      'with a value on a page of another type',
      (file) => void file.writeUInt8(13, 2 * SIZE + 25),
      /a package is cut short/,
    ],
    [
      'with a value that is longer than its overflow pages',
      (file) => void file.writeUInt32LE(2 * ROOM + 1, valueOffset(file) + 8),
      /a package is cut short/,
    ],
    [
      'with more bytes on an overflow page than fit',
      (file) => void file.writeUInt16LE(ROOM + 1, 2 * SIZE + 22),
      /a package is cut short/,
    ],
    [
      'with an empty overflow page that refers to itself',
      (file) => {
        file.writeUInt32LE(2, 2 * SIZE + 16);
        file.writeUInt16LE(0, 2 * SIZE + 22);
      },
      /a package is cut short/,
    ],
    [
      'with overflow pages in a cycle',
      (file) => {
        file.writeUInt32LE(0xffffffff, valueOffset(file) + 8);
        file.writeUInt32LE(2, 3 * SIZE + 16);
      },
      /form a cycle/,
    ],
  ])('%s', (_, damage, message) => {
    const file = database(large);
    const damaged = damage(file) ?? file;
    expect(() => read(damaged)).toThrow(CatalogError);
    expect(() => read(damaged)).toThrow(message);
  });
});

/** Gives page 1 this many items, also beyond its end; their values are empty and at the end of the page. */
function fillWithItems(file: Buffer, items: number): undefined {
  file.writeUInt16LE(items, SIZE + 20);
  for (let item = 0; item < items; item++)
    file.writeUInt16LE(item % 2 === 0 ? SIZE : SIZE - 1, SIZE + 26 + item * 2);
  file.writeUInt8(1, 2 * SIZE - 1);
}
