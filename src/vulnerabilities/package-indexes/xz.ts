import { InvalidFeed } from '../vendor-feeds/feed.js';
import { LzmaDecoder } from './lzma.js';

/** `xz -9` has this dictionary. */
const MAX_DICTIONARY = 64 << 20;
const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];
const LZMA2 = 0x21;
/** The bytes of a check by its number in the header. */
const CHECK_BYTES: ReadonlyMap<number, number> = new Map([
  [0, 0],
  [1, 4],
  [4, 8],
  [10, 32],
]);

export function isXz(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, at) => bytes[at] === byte);
}

/**
 * The content of an xz file with the filter LZMA2, in parts. Its checks are not compared: only for a file whose digest is known.
 * Throws InvalidFeed. Source: tukaani.org, "The .xz File Format" 1.2.1.
 */
export function* unxz(bytes: Uint8Array): Generator<Uint8Array> {
  const reader = new ByteReader(bytes);
  if (!isXz(reader.take(MAGIC.length))) throw new InvalidFeed('it is not xz');
  reader.take(1);
  const check = CHECK_BYTES.get(reader.byte() & 0x0f);
  if (check === undefined) throw new InvalidFeed('its xz check is not known');
  reader.take(4);
  for (;;) {
    const start = reader.at;
    const size = reader.byte();
    // The index of the blocks.
    if (size === 0) return;
    const dictionary = readBlockHeader(reader);
    reader.at = start + (size + 1) * 4;
    const body = reader.at;
    yield* readBlock(reader, dictionary);
    reader.take((4 - ((reader.at - body) % 4)) % 4);
    reader.take(check);
  }
}

/** The size of the dictionary. */
function readBlockHeader(reader: ByteReader): number {
  const flags = reader.byte();
  if ((flags & 0x3f) !== 0) throw new InvalidFeed('its xz has several filters');
  if (flags & 0x40) reader.number();
  if (flags & 0x80) reader.number();
  if (reader.number() !== LZMA2 || reader.number() !== 1)
    throw new InvalidFeed('its xz has another filter than LZMA2');
  const bits = reader.byte();
  const dictionary = (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11);
  if (bits > 40 || dictionary > MAX_DICTIONARY)
    throw new InvalidFeed('its xz dictionary is too large');
  return dictionary;
}

function* readBlock(reader: ByteReader, dictionary: number): Generator<Uint8Array> {
  const decoder = new LzmaDecoder(dictionary);
  for (;;) {
    const control = reader.byte();
    if (control === 0) return;
    if (control === 1 || control >= 0xe0) decoder.resetDictionary();
    if (control < 0x80) {
      if (control > 2) throw new InvalidFeed('its xz data is damaged');
      const size = reader.short() + 1;
      yield decoder.copy(reader.take(size));
      continue;
    }
    const size = ((control & 0x1f) << 16) + reader.short() + 1;
    const packed = reader.short() + 1;
    if (control >= 0xc0) decoder.setProperties(reader.byte());
    else if (control >= 0xa0) decoder.resetState();
    yield decoder.decode(reader.take(packed), size);
  }
}

class ByteReader {
  at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  take(length: number): Uint8Array {
    const part = this.bytes.subarray(this.at, this.at + length);
    if (part.length < length) throw new InvalidFeed('its xz data ends early');
    this.at += length;
    return part;
  }

  byte(): number {
    return this.take(1)[0] ?? 0;
  }

  /** Big-endian. */
  short(): number {
    return this.byte() * 256 + this.byte();
  }

  /** Of seven bits a byte, the lowest first. */
  number(): number {
    let value = 0;
    for (let bits = 0; bits < 49; bits += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** bits;
      if (byte < 0x80) return value;
    }
    throw new InvalidFeed('its xz data is damaged');
  }
}
