import { describe, expect, it } from '@jest/globals';
import { memorySource, readBytes, reusedBuffer } from '../../src/image/bytes.js';
import { partReader } from '../../src/image/tar/walk.js';

describe('reusedBuffer', () => {
  it('returns the same memory for each piece that fits, and grows to the largest', () => {
    const piece = reusedBuffer(1024);
    expect(piece(0)).toHaveLength(0);
    const small = piece(10);
    expect(piece(3).buffer).toBe(small.buffer);
    const large = piece(1000);
    expect(large).toHaveLength(1000);
    expect(large.buffer).not.toBe(small.buffer);
    expect(piece(10).buffer).toBe(large.buffer);
    expect(piece(1024).buffer).toBe(large.buffer);
  });

  it('returns new memory for a piece above the limit', () => {
    const piece = reusedBuffer(1024);
    const kept = piece(1024);
    expect(piece(1025)).toHaveLength(1025);
    expect(piece(1025).buffer).not.toBe(kept.buffer);
    expect(piece(5).buffer).toBe(kept.buffer);
  });
});

describe('partsOf', () => {
  const source = memorySource(Buffer.from('..0123456789..'));

  it('reads no bytes outside of the body', () => {
    const part = partReader(source, 2, 10, reusedBuffer(64));
    const text = (offset: number, length: number) => part(offset, length).toString();
    expect(text(0, 4)).toBe('0123');
    expect(text(8, 100)).toBe('89');
    expect(text(10, 1)).toBe('');
    expect(text(-5, 2)).toBe('01');
    expect(text(3, -1)).toBe('');
  });

  it('uses the memory of a part again for the next', () => {
    const part = partReader(source, 2, 10, reusedBuffer(64));
    const first = part(0, 4);
    part(4, 4);
    expect(first.toString()).toBe('4567');
  });

  it('returns shorter parts at the end of the source', () => {
    expect(readBytes(source, 12, 100).toString()).toBe('..');
    expect(readBytes(source, 100, 5)).toHaveLength(0);
  });
});
