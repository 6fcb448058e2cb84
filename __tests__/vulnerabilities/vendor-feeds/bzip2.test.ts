import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { bunzip2 } from '../../../src/vulnerabilities/vendor-feeds/bzip2.js';
import { InvalidFeed } from '../../../src/vulnerabilities/vendor-feeds/feed.js';

const text = 'a quick brown fox '.repeat(3);
/** `printf %s "$text" | bzip2 -9`, with text = 'a quick brown fox ' three times. */
const sample = Buffer.from(
  'QlpoOTFBWSZTWYRdV7EAAAcRgEAAOSmywCAAMQAACv9VQ009THqR8pdeynTakRp60iWcF3JFOFCQhF1XsQ==',
  'base64',
);
const decode = (bytes: Uint8Array) => Buffer.concat([...bunzip2(bytes)]);

describe('a bzip2 file', () => {
  it('is decompressed', () => {
    expect(decode(sample).toString()).toBe(text);
  });

  it('may have several streams', () => {
    expect(decode(Buffer.concat([sample, sample])).toString()).toBe(text + text);
  });

  it('without content is empty', () => {
    expect(decode(Buffer.from('425a683917724538509000000000', 'hex'))).toHaveLength(0);
  });

  test.each([
    ['cut short', sample.subarray(0, -9)],
    ['cut in its header', sample.subarray(0, 3)],
    ['followed by something else', Buffer.concat([sample, Buffer.from('x')])],
    ['of an unknown level', Buffer.from('425a6830', 'hex')],
    ['empty', Buffer.alloc(0)],
  ])('that is %s is refused', (_, bytes) => {
    expect(() => decode(bytes)).toThrow(InvalidFeed);
  });

  it.each([
    [0, 0x30, 0x00],
    [21, 0x35, 0x40],
    [31, 0x37, 0xc0],
  ])('with a code of %d bits is refused, also if no symbol has it', (_, first, second) => {
    const damaged = Buffer.from(sample);
    // The lengths of the second table start with the last three bits of this byte.
    damaged.set([first, second], 27);
    expect(() => decode(damaged)).toThrow(InvalidFeed);
  });

  it('with changed bytes is refused, or has the same content', () => {
    fc.assert(
      fc.property(fc.nat(sample.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Buffer.from(sample);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        let content: string | undefined;
        try {
          content = decode(damaged).toString();
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidFeed);
        }
        if (content !== undefined) expect(content).toBe(text);
      }),
    );
  });

  it('of random bytes is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        const file = Buffer.concat([Buffer.from('425a6839314159265359', 'hex'), bytes]);
        expect(() => decode(file)).toThrow(InvalidFeed);
      }),
    );
  });
});

const hasBzip2 = spawnSync('bzip2', ['--help']).status === 0;

(hasBzip2 ? describe : describe.skip)('files of the program bzip2', () => {
  it.each([
    ['several blocks', Buffer.from('0123456789abcdef'.repeat(20_000))],
    ['long runs', Buffer.concat([Buffer.alloc(300_000, 'a'), Buffer.alloc(5, 'b')])],
    ['random bytes', randomBytes(150_000)],
  ])('are decompressed: %s', (_, content) => {
    const { stdout } = spawnSync('bzip2', ['-1', '-c'], { input: content, maxBuffer: 1 << 24 });
    expect(decode(stdout).equals(content)).toBe(true);
  });
});
