import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import {
  type Compression,
  detectCompression,
  inflate,
} from '../../../src/image/layers/compression.js';
import { CHECKED_FRAME, CHECKED_TEXT, FRAME, frameEnds, SKIPPABLE_FRAME, TEXT } from './zstd.js';

async function inflated(bytes: Buffer, compression: Compression, chunkBytes = bytes.length) {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const parts: Buffer[] = [];
  for await (const part of inflate(chunks(), compression, 'layer 0')) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}

test.each<[string, Compression, string]>([
  ['1f8b08000000', 'gzip', 'gzip'],
  ['28b52ffd0000', 'zstd', 'zstd'],
  ['502a4d180000', 'zstd', 'a skippable frame of zstd'],
  ['5f2a4d180000', 'zstd', 'another skippable frame of zstd'],
  ['425a68393141', 'bzip2', 'bzip2'],
  ['fd377a585a00', 'xz', 'xz'],
  ['fd377a585a01', 'none', 'a file that is similar to xz'],
  ['602a4d180000', 'none', 'a file that is similar to zstd'],
  ['28b5', 'none', 'a short file'],
])('%s is %s: %s', (hex, compression) => {
  expect(detectCompression(Buffer.from(hex, 'hex'))).toBe(compression);
});

describe('zstd', () => {
  const frames = [SKIPPABLE_FRAME, FRAME, CHECKED_FRAME, FRAME];
  const all = Buffer.concat(frames);
  const text = `${TEXT}${CHECKED_TEXT}${TEXT}`;

  test.each([1, 7, all.length])('inflates all its frames, in chunks of %d bytes', async (size) => {
    expect(await inflated(all, 'zstd', size)).toBe(text);
  });

  test('is an error when it is cut short', async () => {
    const ends = frameEnds(frames);
    for (let length = 1; length < all.length; length++) {
      const cut = inflated(all.subarray(0, length), 'zstd');
      if (ends.includes(length)) expect(text).toContain(await cut);
      else
        await expect(cut).rejects.toMatchObject({
          kind: 'incomplete',
          message: expect.stringContaining('its zstd data is damaged or cut short'),
        });
    }
  });

  test('is an error when other data follows', async () => {
    const garbage = Buffer.concat([FRAME, Buffer.from('garbage garbage')]);
    await expect(inflated(garbage, 'zstd')).rejects.toThrow('its zstd data is damaged');
  });
});

describe('gzip', () => {
  const all = Buffer.concat([gzipSync('one '), gzipSync('two')]);

  test('inflates all its members', async () => {
    expect(await inflated(all, 'gzip')).toBe('one two');
    expect(await inflated(all, 'gzip', 7)).toBe('one two');
  });

  test('is an error when it is cut short', async () => {
    await expect(inflated(all.subarray(0, -1), 'gzip')).rejects.toThrow('its gzip data is damaged');
  });
});
