import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { sqliteRows } from '../../../src/inventory/rpm/sqlite.js';
import { sqlite } from '../build/sqlite.js';

const PAGE = 512;
const read = (file: Buffer) =>
  [...sqliteRows(file, undefined, 'Packages')].map(([, blob]) => Buffer.from(blob as Uint8Array));

describe('a database', () => {
  // The largest payload in one page has 477 bytes: 4 of them are the record's header.
  test.each([0, 1, 472, 473, 474, 475, 980, 981, 982, 3000])(
    'may have a row of %d bytes',
    (length) => {
      const blob = Buffer.alloc(length, 'x');
      expect(read(sqlite([blob, blob]))).toEqual([blob, blob]);
    },
  );

  it('may have row ids of nine bytes', () => {
    const blobs = [Buffer.from('x'), Buffer.from('y')];
    expect(read(sqlite(blobs, -1))).toEqual(blobs);
  });

  it('may have as many cells as fit in a page', () => {
    const file = sqlite([Buffer.from('x')]);
    // All cells are at the start of the page, whose first bytes read as a row without columns.
    file.fill(0, 2 * PAGE + 8, 3 * PAGE);
    file.writeUInt16BE((PAGE - 8) / 2, 2 * PAGE + 3);
    expect([...sqliteRows(file, undefined, 'Packages')]).toEqual(Array(252).fill([]));
  });

  it('may reserve up to 32 bytes of each page', () => {
    const file = sqlite([Buffer.from('x')]);
    file.writeUInt8(32, 20);
    expect(read(file)).toEqual([Buffer.from('x')]);
  });

  it('may have pages of 65,536 bytes', () => {
    const small = sqlite([Buffer.from('x')]);
    const pages = Array.from({ length: small.length / PAGE }, (_, i) =>
      enlarge(small.subarray(i * PAGE, (i + 1) * PAGE), i === 0 ? 100 : 0),
    );
    const file = Buffer.concat(pages);
    file.writeUInt16BE(1, 16);
    expect(read(file)).toEqual([Buffer.from('x')]);
  });
});

describe('a damaged database is an error', () => {
  const blob = Buffer.alloc(1000, 'x');

  test.each<[string, (file: Buffer) => Buffer | undefined, RegExp]>([
    ['of 99 bytes', (file) => file.subarray(0, 99), /is not an SQLite database/],
    ['with pages of 256 bytes', (file) => void file.writeUInt16BE(256, 16), /page size is invalid/],
    ['with pages of 768 bytes', (file) => void file.writeUInt16BE(768, 16), /page size is invalid/],
    [
      'with less than 480 usable bytes in a page',
      (file) => void file.writeUInt8(33, 20),
      /page size is invalid/,
    ],
    ['that ends in its first page', (file) => file.subarray(0, PAGE - 1), /page 1 is missing/],
    ['that ends in its last page', (file) => file.subarray(0, -1), /page \d+ is missing/],
    [
      'with a reference to page 0',
      (file) => void file.writeUInt32BE(0, PAGE + 8),
      /page 0 is missing/,
    ],
    [
      'with a reference to a page of another type',
      (file) => void file.writeUInt8(2, 2 * PAGE),
      /page 3 is not part of a table/,
    ],
    [
      'with more cells than fit in a page',
      (file) => void file.writeUInt16BE(253, 2 * PAGE + 3),
      /page 3 is not part of a table/,
    ],
    [
      'with a row that starts at the end of its page',
      (file) => void file.writeUInt16BE(PAGE, 2 * PAGE + 8),
      /a row is cut short/,
    ],
    [
      'with a row whose overflow pages end early',
      (file) => void file.writeUInt32BE(0, 3 * PAGE),
      /a row is cut short/,
    ],
    [
      'with a row whose overflow pages form a cycle',
      (file) => void file.writeUInt32BE(4, 3 * PAGE),
      /a row is cut short/,
    ],
  ])('%s', (_, damage, message) => {
    const file = sqlite([blob]);
    const damaged = damage(file) ?? file;
    expect(() => read(damaged)).toThrow(CatalogError);
    expect(() => read(damaged)).toThrow(message);
  });

  test.each([
    ['table', 'Cookies_'],
    ['index', 'Packages'],
  ])('with the %s %s, and without the table Packages', (type, name) => {
    const file = sqlite([blob]);
    const at = file.indexOf('table', 0, 'latin1');
    file.write(`${type}${name}`, at, 'latin1');
    expect(() => read(file)).toThrow(/has no table Packages/);
  });

  test.each(['last', 'first'] as const)(
    'with more than 40 levels of pages, each below the %s child of its parent',
    (child) => {
      expect(() => read(chainOfPages(42, child))).toThrow(/form a cycle/);
      // The leaf at the end of a shorter chain is read, and has no rows.
      expect(() => read(chainOfPages(41, child))).toThrow(/page 42 has no rows/);
    },
  );

  it('or gives its rows, but never another kind of error, wherever a byte differs', () => {
    const file = sqlite([blob]);
    for (let at = 0; at < file.length; at += 3)
      for (const value of [0, 1, 0x7f, 0xff]) {
        const damaged = Buffer.from(file);
        damaged[at] = value;
        try {
          read(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(CatalogError);
        }
      }
  });
});

/** The page with 65,536 bytes: its one cell moves to the new end. */
function enlarge(page: Buffer, start: number): Buffer {
  const added = 65_536 - PAGE;
  const content = page.readUInt16BE(start + 8);
  if (content === 0 || page[start] === 5) return Buffer.concat([page, Buffer.alloc(added)]);
  const head = Buffer.from(page.subarray(0, start + 10));
  head.writeUInt16BE(content + added, start + 8);
  return Buffer.concat([head, Buffer.alloc(content + added - head.length), page.subarray(content)]);
}

/** A table whose pages have one child each, down to an empty leaf. */
function chainOfPages(levels: number, child: 'first' | 'last'): Buffer {
  const schema = sqlite([]).subarray(0, PAGE);
  const pages = Array.from({ length: levels }, (_, i) => {
    const page = Buffer.alloc(PAGE);
    page[0] = i === levels - 1 ? 13 : 5;
    if (i === levels - 1) return page;
    if (child === 'last') page.writeUInt32BE(i + 3, 8);
    else {
      page.writeUInt16BE(1, 3);
      page.writeUInt16BE(PAGE - 5, 12);
      page.writeUInt32BE(i + 3, PAGE - 5);
    }
    return page;
  });
  return Buffer.concat([schema, ...pages]);
}
