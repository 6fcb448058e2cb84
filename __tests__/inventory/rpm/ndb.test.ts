import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { isNdb, ndbBlobs } from '../../../src/inventory/rpm/ndb.js';
import { ndb } from '../build/rpm.js';

const PAGE = 4096;
const BLOB_HEADER = 16;
const blobs = [Buffer.from('first'), Buffer.from('second')];
const read = (file: Buffer) => [...ndbBlobs(file)].map((blob) => Buffer.from(blob).toString());

test.each([
  ['of 32 bytes', ndb([]).subarray(0, 32), true],
  ['of 31 bytes', ndb([]).subarray(0, 31), false],
  ['with another magic number', Buffer.alloc(64), false],
])('a file %s is a database: %s', (_, file, expected) => {
  expect(isNdb(file)).toBe(expected);
});

describe('a database', () => {
  it('may have no package', () => {
    expect(read(ndb([]))).toEqual([]);
  });

  it('has blobs in the order of its slots, up to the last slot of a page', () => {
    expect(read(ndb(blobs))).toEqual(['first', 'second']);
    const full = Array.from({ length: 254 }, (_, i) => Buffer.from([i]));
    expect([...ndbBlobs(ndb(full))]).toEqual(full);
  });

  it('may have empty slots between its packages', () => {
    const file = ndb(blobs);
    file.writeUInt32LE(0, 32 + 4);
    expect(read(file)).toEqual(['second']);
  });

  it('may have several pages of slots', () => {
    const file = ndb(blobs);
    const blobPosition = file.length / 16;
    const slots = Buffer.concat(Array.from({ length: PAGE / 16 }, () => emptySlot()));
    const twoPages = Buffer.concat([file.subarray(0, PAGE), slots, file.subarray(PAGE)]);
    twoPages.writeUInt32LE(2, 12);
    for (const slot of [0, 1]) {
      const at = 32 + slot * 16 + 8;
      twoPages.writeUInt32LE(twoPages.readUInt32LE(at) + PAGE / 16, at);
    }
    expect(twoPages.length / 16).toBe(blobPosition + PAGE / 16);
    expect(read(twoPages)).toEqual(['first', 'second']);
    // Also at the start of the second page.
    twoPages.copy(twoPages, PAGE, 32, 48);
    expect(read(twoPages)).toEqual(['first', 'second', 'first']);
  });

  it('may end directly after the last blob', () => {
    const file = ndb([Buffer.from('blob')]);
    expect(read(file.subarray(0, PAGE + BLOB_HEADER + 4))).toEqual(['blob']);
    expect(read(ndb([Buffer.alloc(0)]).subarray(0, PAGE + BLOB_HEADER))).toEqual(['']);
  });
});

describe('a damaged database is an error', () => {
  test.each<[string, (file: Buffer) => Buffer | undefined, RegExp]>([
    ['without pages of slots', (file) => void file.writeUInt32LE(0, 12), /table is cut short/],
    [
      'with fewer bytes than its pages of slots',
      (file) => file.subarray(0, PAGE - 1),
      /table is cut short/,
    ],
    [
      'with more pages of slots than bytes',
      (file) => void file.writeUInt32LE(2, 12),
      /table is cut short/,
    ],
    ['with an invalid slot', (file) => void file.write('Slop', 32), /table is invalid/],
    ['with an invalid last slot', (file) => void file.write('Slop', PAGE - 16), /table is invalid/],
    ['that ends before a blob', (file) => file.subarray(0, PAGE), /package 1 is not at/],
    [
      'that ends in the header of a blob',
      (file) => file.subarray(0, PAGE + BLOB_HEADER - 1),
      /package 1 is not at/,
    ],
    [
      'that ends in a blob',
      (file) => file.subarray(0, PAGE + BLOB_HEADER + 4),
      /package 1 is not at/,
    ],
    ['with an invalid blob', (file) => void file.write('Blob', PAGE), /package 1 is not at/],
    [
      'with the blob of another package',
      (file) => void file.writeUInt32LE(2, PAGE + 4),
      /package 1 is not at/,
    ],
    [
      'with a blob after the end of the file',
      (file) => void file.writeUInt32LE(0xffffffff, 32 + 8),
      /package 1 is not at/,
    ],
    [
      'with a blob that is longer than the file',
      (file) => void file.writeUInt32LE(0xffffffff, PAGE + 12),
      /package 1 is not at/,
    ],
  ])('%s', (_, damage, message) => {
    const file = ndb(blobs);
    const damaged = damage(file) ?? file;
    expect(() => read(damaged)).toThrow(CatalogError);
    expect(() => read(damaged)).toThrow(message);
  });
});

function emptySlot(): Buffer {
  const slot = Buffer.alloc(16);
  slot.write('Slot', 0, 'latin1');
  return slot;
}
