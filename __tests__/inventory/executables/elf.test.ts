import { expect, it } from '@jest/globals';
import { readElf } from '../../../src/inventory/executables/elf.js';
import { elf } from '../build/elf.js';

const read = (file: Buffer) => readElf((offset, length) => file.subarray(offset, offset + length));

/** A program that says that it has so many headers of segments, and has them. */
function withSegments(count: number): Buffer {
  const file = Buffer.concat([elf([{ name: '.text', body: Buffer.from('code') }])]);
  const headers = Buffer.alloc(count * 56);
  for (let i = 0; i < count; i++) headers.writeUInt32LE(1, i * 56);
  const all = Buffer.concat([file, headers]);
  all.writeBigUInt64LE(BigInt(file.length), 32);
  all.writeUInt16LE(count, 56);
  return all;
}

it.each([
  [1, 1],
  [4096, 4096],
  [4097, 0],
])('of %d segments %d are read', (count, expected) => {
  expect(read(withSegments(count))?.segments).toHaveLength(expected);
});

it('needs a complete header', () => {
  const file = elf([{ name: '.text', body: Buffer.from('code') }]);
  expect(read(file.subarray(0, 63))).toBeUndefined();
  expect(read(file)?.sections.map(({ name }) => name)).toContain('.text');
});

it.each([
  [55, 0],
  [56, 1],
])('headers of %d bytes are read: %d', (size, expected) => {
  const file = elf([{ name: '.text', body: Buffer.from('code') }]);
  file.writeUInt16LE(size, 54);
  expect(read(file)?.segments).toHaveLength(expected);
});
