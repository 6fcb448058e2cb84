import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_PART, openZstdStream } from '../../src/lib/zstd-wasm.js';
import { CHECKED_FRAME, CHECKED_TEXT, FRAME, SKIPPABLE_FRAME, TEXT } from '../image/layers/zstd.js';

const BLOCK_BYTES = 2 ** 17;

/** A frame whose blocks are one byte each, which repeats. */
function repeatedBytes(blocks: number): Buffer {
  const header = Buffer.from('28b52ffd0038', 'hex');
  const block = (isLast: boolean) => {
    const bytes = Buffer.alloc(4, 'a');
    bytes.writeUIntLE((BLOCK_BYTES << 3) | (1 << 1) | Number(isLast), 0, 3);
    return bytes;
  };
  return Buffer.concat([
    header,
    ...Array.from({ length: blocks }, (_, i) => block(i + 1 === blocks)),
  ]);
}

async function inflate(bytes: Buffer, partBytes = MAX_PART) {
  const stream = await openZstdStream();
  const output: Uint8Array[] = [];
  try {
    for (let at = 0; at < bytes.length; at += partBytes)
      output.push(...stream.inflate(bytes.subarray(at, at + partBytes)));
    return { text: Buffer.concat(output).toString(), isComplete: stream.isBetweenFrames() };
  } finally {
    stream.close();
  }
}

it('inflates all frames, in parts of any size', async () => {
  const bytes = Buffer.concat([SKIPPABLE_FRAME, FRAME, CHECKED_FRAME, FRAME]);
  const text = TEXT + CHECKED_TEXT + TEXT;
  for (const size of [1, 2, 7, bytes.length])
    expect(await inflate(bytes, size)).toEqual({ text, isComplete: true });
});

it('inflates to pieces of bounded size, also when few bytes inflate to many', async () => {
  const stream = await openZstdStream();
  let total = 0;
  for (const piece of stream.inflate(repeatedBytes(800))) {
    expect(piece.length).toBeLessThanOrEqual(BLOCK_BYTES);
    total += piece.length;
  }
  stream.close();
  expect(total).toBe(800 * BLOCK_BYTES);
});

it('reports data that ends inside a frame', async () => {
  expect(await inflate(CHECKED_FRAME.subarray(0, -1))).toMatchObject({ isComplete: false });
});

it('rejects a window of more than 128 MiB', async () => {
  await expect(inflate(Buffer.from('28b52ffd0090010000', 'hex'))).rejects.toThrow(
    'zstd reports error',
  );
});

it('ends for any damaged data, and never gives another text for a frame with a checksum', async () => {
  const damage = fc.tuple(fc.nat(CHECKED_FRAME.length - 1), fc.integer({ min: 1, max: 255 }));
  await fc.assert(
    fc.asyncProperty(damage, async ([at, bits]) => {
      const bytes = Buffer.from(CHECKED_FRAME);
      bytes.writeUInt8(bytes.readUInt8(at) ^ bits, at);
      const { text, isComplete } = await inflate(bytes).catch(() => ({
        text: '',
        isComplete: false,
      }));
      // A changed header may have no checksum, or declare another.
      if (isComplete && at > 5) expect(text).toBe(CHECKED_TEXT);
    }),
    { numRuns: 500 },
  );
});
