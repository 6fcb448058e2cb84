import { InvalidFeed } from './feed.js';

const BLOCK_MAGIC = 0x314159265359;
const END_MAGIC = 0x177245385090;
/** A symbol of the Huffman codes: runs of zeros, the other positions, and the end of the block. */
const MAX_SYMBOLS = 258;
const MAX_CODE_LENGTH = 20;
const GROUP_SIZE = 50;

/**
 * The content of a bzip2 file, a block at a time. Streams that follow each other are one content, as bzip2 itself reads
 * them. Throws InvalidFeed for damaged data. Node.js has no bzip2, in which Oracle publishes its advisories.
 * Not a library, in December 2026: bz2 1.0.1 and seek-bzip 2.0.0 read only the first stream and accept what follows it; bz2
 * finds a wrong checksum in a valid file of 6 MB, and seek-bzip is three times as large.
 * Source: bzip2 1.0.8, the format as described in "BZIP2: Format Specification" by Joe Tsai, 2016.
 */
export function* bunzip2(bytes: Uint8Array): Generator<Uint8Array> {
  const input = new BitReader(bytes);
  do {
    if (input.bits(24) !== 0x425a68) throw new InvalidFeed('its bzip2 data is damaged');
    const level = input.bits(8) - 0x30;
    if (level < 1 || level > 9) throw new InvalidFeed('its bzip2 data is damaged');
    const size = level * 100_000;
    for (;;) {
      const magic = input.bits(24) * 2 ** 24 + input.bits(24);
      const checksum = input.bits(32);
      if (magic === END_MAGIC) break;
      if (magic !== BLOCK_MAGIC) throw new InvalidFeed('its bzip2 data is damaged');
      yield verified(expandRuns(readBlock(input, size)), checksum);
    }
    input.align();
  } while (!input.isAtEnd());
}

class BitReader {
  private position = 0;
  private buffer = 0;
  private available = 0;

  constructor(private readonly bytes: Uint8Array) {}

  bits(count: number): number {
    if (count > 24) return this.bits(count - 16) * 2 ** 16 + this.bits(16);
    while (this.available < count) {
      const byte = this.bytes[this.position++];
      if (byte === undefined) throw new InvalidFeed('its bzip2 data ends early');
      this.buffer = ((this.buffer << 8) | byte) & 0xffffffff;
      this.available += 8;
    }
    this.available -= count;
    return (this.buffer >>> this.available) & (2 ** count - 1);
  }

  align(): void {
    this.available -= this.available % 8;
  }

  isAtEnd(): boolean {
    return this.position - this.available / 8 >= this.bytes.length;
  }
}

/** The bytes of a block before the last step, runs of equal bytes. */
function readBlock(input: BitReader, size: number): Uint8Array {
  if (input.bits(1) === 1) throw new InvalidFeed('its bzip2 data is of a version before 0.9.5');
  const start = input.bits(24);
  const used = readUsedBytes(input);
  const groups = input.bits(3);
  const selectorCount = input.bits(15);
  if (groups < 2 || groups > 6 || selectorCount === 0 || used.length === 0)
    throw new InvalidFeed('its bzip2 data is damaged');
  const selectors = readSelectors(input, selectorCount, groups);
  const codes = Array.from({ length: groups }, () => readCode(input, used.length + 2));
  const positions = readPositions(input, { size, selectors, codes, used });
  if (start >= positions.length) throw new InvalidFeed('its bzip2 data is damaged');
  return untransform(positions, start);
}

function readUsedBytes(input: BitReader): number[] {
  const used: number[] = [];
  const ranges = input.bits(16);
  for (let i = 0; i < 16; i++) {
    if (((ranges >> (15 - i)) & 1) === 0) continue;
    const bits = input.bits(16);
    for (let j = 0; j < 16; j++) if (((bits >> (15 - j)) & 1) === 1) used.push(16 * i + j);
  }
  return used;
}

function readSelectors(input: BitReader, count: number, groups: number): Uint8Array {
  const order = Array.from({ length: groups }, (_, i) => i);
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let position = 0;
    while (input.bits(1) === 1)
      if (++position >= groups) throw new InvalidFeed('its bzip2 data is damaged');
    const [group = 0] = order.splice(position, 1);
    order.unshift(group);
    selectors[i] = group;
  }
  return selectors;
}

/** A canonical Huffman code: for each length the first code, and where its symbols begin. */
interface Code {
  readonly limits: Int32Array;
  readonly bases: Int32Array;
  readonly symbols: Uint16Array;
  readonly shortest: number;
}

function readCode(input: BitReader, symbols: number): Code {
  const lengths = new Uint8Array(MAX_SYMBOLS);
  let length = input.bits(5);
  for (let i = 0; i < symbols; i++) {
    while (input.bits(1) === 1) length += input.bits(1) === 1 ? -1 : 1;
    if (length < 1 || length > MAX_CODE_LENGTH) throw new InvalidFeed('its bzip2 data is damaged');
    lengths[i] = length;
  }
  const ordered = new Uint16Array(symbols);
  const limits = new Int32Array(MAX_CODE_LENGTH + 2).fill(-1);
  const bases = new Int32Array(MAX_CODE_LENGTH + 2);
  let [code, next, shortest] = [0, 0, MAX_CODE_LENGTH];
  for (let bits = 1; bits <= MAX_CODE_LENGTH; bits++) {
    bases[bits] = next - code;
    for (let i = 0; i < symbols; i++)
      if (lengths[i] === bits) {
        ordered[next++] = i;
        code++;
        shortest = Math.min(shortest, bits);
      }
    limits[bits] = code - 1;
    code <<= 1;
  }
  return { limits, bases, symbols: ordered, shortest };
}

function readSymbol(input: BitReader, { limits, bases, symbols, shortest }: Code): number {
  let code = input.bits(shortest);
  for (let bits = shortest; bits <= MAX_CODE_LENGTH; bits++) {
    if (code <= (limits[bits] ?? -1)) {
      const symbol = symbols[code + (bases[bits] ?? 0)];
      if (symbol !== undefined) return symbol;
    }
    code = (code << 1) | input.bits(1);
  }
  throw new InvalidFeed('its bzip2 data is damaged');
}

interface BlockParts {
  readonly size: number;
  readonly selectors: Uint8Array;
  readonly codes: readonly Code[];
  readonly used: number[];
}

/** The bytes of the block, in the order of the Burrows-Wheeler transform. */
function readPositions(input: BitReader, { size, selectors, codes, used }: BlockParts): Uint8Array {
  const output = new Uint8Array(size);
  const recent = Uint8Array.from(used);
  const end = used.length + 1;
  let [length, run, weight] = [0, 0, 1];
  for (const selector of selectors) {
    const code = codes[selector];
    if (!code) break;
    for (let i = 0; i < GROUP_SIZE; i++) {
      const symbol = readSymbol(input, code);
      if (symbol < 2) {
        run += weight * (symbol + 1);
        weight *= 2;
        if (run > size) throw new InvalidFeed('its bzip2 data is damaged');
        continue;
      }
      if (length + run + (symbol < end ? 1 : 0) > size)
        throw new InvalidFeed('its bzip2 data is damaged');
      output.fill(recent[0] ?? 0, length, length + run);
      length += run;
      run = 0;
      weight = 1;
      if (symbol >= end) return output.subarray(0, length);
      const byte = recent[symbol - 1] ?? 0;
      recent.copyWithin(1, 0, symbol - 1);
      recent[0] = byte;
      output[length++] = byte;
    }
  }
  throw new InvalidFeed('its bzip2 data is damaged');
}

/** Inverts the Burrows-Wheeler transform. */
function untransform(bytes: Uint8Array, start: number): Uint8Array {
  const firsts = new Uint32Array(257);
  for (const byte of bytes) firsts[byte + 1] = (firsts[byte + 1] ?? 0) + 1;
  for (let i = 1; i < 257; i++) firsts[i] = (firsts[i] ?? 0) + (firsts[i - 1] ?? 0);
  const next = new Uint32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    const position = firsts[byte] ?? 0;
    firsts[byte] = position + 1;
    next[position] = i;
  }
  const output = new Uint8Array(bytes.length);
  let at = next[start] ?? 0;
  for (let i = 0; i < output.length; i++) {
    output[i] = bytes[at] ?? 0;
    at = next[at] ?? 0;
  }
  return output;
}

/** After four equal bytes comes how many more of them there are. */
function expandRuns(bytes: Uint8Array): Uint8Array {
  const size = runs(bytes, () => {});
  const output = new Uint8Array(size);
  let at = 0;
  runs(bytes, (byte, count) => {
    output.fill(byte, at, at + count);
    at += count;
  });
  return output;
}

/** Calls back for each byte with how often it follows, and returns the sum. */
function runs(bytes: Uint8Array, each: (byte: number, count: number) => void): number {
  let [size, equal, last] = [0, 0, -1];
  for (const byte of bytes) {
    if (equal === 4) {
      if (byte > 0) each(last, byte);
      size += byte;
      [equal, last] = [0, -1];
      continue;
    }
    equal = byte === last ? equal + 1 : 1;
    last = byte;
    each(byte, 1);
    size++;
  }
  return size;
}

/** Big-endian CRC-32, which node:zlib does not have. */
const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let i = 0; i < 8; i++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

function verified(bytes: Uint8Array, expected: number): Uint8Array {
  let crc = -1;
  for (const byte of bytes) crc = (crc << 8) ^ (CRC_TABLE[((crc >>> 24) ^ byte) & 0xff] ?? 0);
  if (~crc >>> 0 !== expected) throw new InvalidFeed('its bzip2 data has a wrong checksum');
  return bytes;
}
