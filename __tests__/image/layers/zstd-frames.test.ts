import { describe, expect, it, test } from '@jest/globals';
import { ZstdFrames } from '../../../src/image/layers/zstd-frames.js';
import { CHECKED_FRAME, FRAME, frameEnds, SKIPPABLE_FRAME } from './zstd.js';

/** The lengths of the parts, and whether the data is complete at its end. */
function partsOf(bytes: Buffer, chunkBytes = bytes.length) {
  const frames = new ZstdFrames();
  const lengths: number[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes)
    for (const { length } of frames.split(bytes.subarray(at, at + chunkBytes)))
      lengths.push(length);
  return { lengths, isComplete: frames.isComplete() };
}

const frames = [FRAME, CHECKED_FRAME, SKIPPABLE_FRAME, FRAME];
const all = Buffer.concat(frames);

it('splits data between its frames', () => {
  const lengths = frames.map(({ length }) => length);
  expect(partsOf(all)).toEqual({ lengths, isComplete: true });
});

test.each([1, 2, 3, 7, 30])('splits chunks of %d bytes, which end anywhere', (chunkBytes) => {
  const { lengths, isComplete } = partsOf(all, chunkBytes);
  const ends = lengths.map((_, i) => lengths.slice(0, i + 1).reduce((sum, n) => sum + n, 0));
  expect(ends).toEqual(expect.arrayContaining(frameEnds(frames).slice(1)));
  expect([ends.at(-1), isComplete]).toEqual([all.length, true]);
});

test('data is complete at the end of each frame, and nowhere else', () => {
  const complete = [...all.keys(), all.length].filter(
    (length) => partsOf(all.subarray(0, length)).isComplete,
  );
  expect(complete).toEqual(frameEnds(frames));
});

describe('the header of a frame', () => {
  // Descriptor, and the bytes after it: window, dictionary id, size. Source: RFC 8878, 3.1.1.1.
  test.each([
    [0b0000_0000, 1],
    [0b0010_0000, 1],
    [0b0000_0001, 2],
    [0b0000_0010, 3],
    [0b0000_0011, 5],
    [0b0100_0000, 3],
    [0b1000_0000, 5],
    [0b1100_0000, 9],
    [0b1110_0011, 12],
  ])('with the descriptor %d has %d more bytes', (descriptor, length) => {
    const start = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, descriptor]);
    const lastEmptyBlock = Buffer.from([1, 0, 0]);
    const frame = Buffer.concat([start, Buffer.alloc(length), lastEmptyBlock]);
    expect(partsOf(frame).isComplete).toBe(true);
    expect(partsOf(frame.subarray(0, -1)).isComplete).toBe(false);
  });
});

it('leaves data that is not zstd to the decompressor', () => {
  const garbage = Buffer.concat([FRAME, Buffer.from('garbage')]);
  expect(partsOf(garbage)).toEqual({ lengths: [FRAME.length, 7], isComplete: true });
});
