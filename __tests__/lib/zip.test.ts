import { describe, expect, it, test } from '@jest/globals';
import {
  type ZipEntry,
  ZipError,
  type ZipOptions,
  type ZipSource,
  zipEntries,
  zipLocalName,
  zipMember,
  zipMemberSource,
} from '../../src/lib/zip.js';
import { zip } from '../inventory/build/zip.js';

const sourceOf = (bytes: Buffer): ZipSource => ({
  size: bytes.length,
  part: (offset, length) => bytes.subarray(offset, offset + length),
});
const LIMITS = { maxMembers: 10, maxDirectoryBytes: 10_000 };
const entriesOf = (source: ZipSource, options: Partial<ZipOptions> = {}): ZipEntry[] => [
  ...zipEntries(source, { ...LIMITS, ...options }),
];
const namesIn = (source: ZipSource) => entriesOf(source).map(({ name }) => name);

describe('zipEntries', () => {
  const bytes = zip([
    { name: 'a.txt', body: 'a'.repeat(1000) },
    { name: 'b/c.txt', body: 'stored', stored: true },
  ]);

  it('lists the wanted members and counts all', () => {
    const wanted = (name: string) => name.endsWith('c.txt');
    const entries = zipEntries(sourceOf(bytes), { ...LIMITS, wanted });
    expect(entries.next().value).toMatchObject({ name: 'b/c.txt', size: 6, method: 0 });
    expect(entries.next()).toEqual({ done: true, value: 2 });
  });

  it('reads an archive after other data and before a comment', () => {
    const commented = Buffer.concat([bytes, Buffer.from('a comment')]);
    commented.writeUInt16LE(9, bytes.length - 2);
    const source = sourceOf(Buffer.concat([Buffer.from('#!/bin/sh\n'), commented]));
    expect(namesIn(source)).toEqual(['a.txt', 'b/c.txt']);
  });

  it('reads sizes and offsets in the ZIP64 format', () => {
    expect(namesIn(sourceOf(zip64(bytes)))).toEqual(['a.txt', 'b/c.txt']);
  });

  test.each([
    ['no content', Buffer.alloc(0)],
    ['other content', Buffer.from('x'.repeat(5000))],
    ['a directory that is cut short', withEntryCount(bytes, 3)],
    ['an end record alone', bytes.subarray(bytes.length - 22)],
  ])('throws ZipError for %s', (_, content) => {
    expect(() => entriesOf(sourceOf(content))).toThrow(ZipError);
  });

  it('throws ZipError above a limit', () => {
    for (const limit of [{ maxMembers: 1 }, { maxDirectoryBytes: 50 }])
      expect(() => entriesOf(sourceOf(bytes), limit)).toThrow(
        expect.objectContaining({ isLimit: true }),
      );
  });
});

describe('zipEntries with exactCount', () => {
  const bytes = withEntryCount(
    zip([
      { name: 'a', body: '' },
      { name: 'b', body: '' },
    ]),
    1,
  );

  it('throws ZipError when there are more members than declared', () => {
    expect(entriesOf(sourceOf(bytes))).toHaveLength(2);
    expect(() => entriesOf(sourceOf(bytes), { exactCount: true })).toThrow(ZipError);
  });
});

test('zipLocalName reads the name in the local header', () => {
  const bytes = zip([{ name: 'name', body: '' }]);
  bytes.write('N', 30);
  const source = sourceOf(bytes);
  const [entry] = entriesOf(source);
  expect(entry?.name).toBe('name');
  expect(entry && zipLocalName(source, entry)).toBe('Name');
});

describe('zipMember', () => {
  const bytes = zip([
    { name: 'deflated', body: 'a'.repeat(1000) },
    { name: 'stored', body: 'content', stored: true },
  ]);
  const source = sourceOf(bytes);

  it('returns the content of compressed and stored members', () => {
    const contents = entriesOf(source).map((entry) => zipMember(source, entry, 1000));
    expect(contents.map((content) => Buffer.from(content).toString())).toEqual([
      'a'.repeat(1000),
      'content',
    ]);
  });

  it('throws ZipError for a member above the limit', () => {
    const [entry] = entriesOf(source);
    expect(() => entry && zipMember(source, entry, 999)).toThrow(
      expect.objectContaining({ isLimit: true }),
    );
  });

  test.each([
    ['that is encrypted', { encrypted: true }],
    ['with an unknown compression', { method: 12 }],
    ['that is not at its position', { offset: 3 }],
    ['that is cut short', { method: 0, compressedSize: 1e6 }],
    ['with damaged content', { offset: 0, compressedSize: 3 }],
    ['that decompresses to more than its size', { size: 10 }],
  ])('throws ZipError for a member %s', (_, change) => {
    const [entry] = entriesOf(source);
    expect(() => entry && zipMember(source, { ...entry, ...change }, 1e7)).toThrow(
      expect.objectContaining({ name: 'ZipError', isLimit: false }),
    );
  });
});

test.each([true, false])(
  'zipMemberSource reads an archive inside another (stored: %s)',
  (stored) => {
    const inner = zip([{ name: 'inner.txt', body: 'x' }]);
    const outer = sourceOf(zip([{ name: 'inner.zip', body: inner, stored }]));
    const [entry] = entriesOf(outer);
    const source = entry && zipMemberSource(outer, entry, 1e6);
    expect(source && namesIn(source)).toEqual(['inner.txt']);
  },
);

/** The archive with another number of entries in its end record. */
function withEntryCount(bytes: Buffer, count: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt16LE(count, bytes.length - 12);
  return copy;
}

/** The archive with a ZIP64 end record, and the 32-bit fields of the end record full. */
function zip64(bytes: Buffer): Buffer {
  const end = Buffer.from(bytes.subarray(bytes.length - 22));
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(end.readUInt16LE(10)), 24);
  record.writeBigUInt64LE(BigInt(end.readUInt16LE(10)), 32);
  record.writeBigUInt64LE(BigInt(end.readUInt32LE(12)), 40);
  record.writeBigUInt64LE(BigInt(end.readUInt32LE(16)), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(bytes.length - 22), 8);
  locator.writeUInt32LE(1, 16);
  end.writeUInt16LE(0xffff, 8);
  end.writeUInt16LE(0xffff, 10);
  end.writeUInt32LE(0xffffffff, 12);
  end.writeUInt32LE(0xffffffff, 16);
  return Buffer.concat([bytes.subarray(0, bytes.length - 22), record, locator, end]);
}
