import { InvalidFeed } from '../vendor-feeds/feed.js';

/** A chunk of LZMA2 has at most 2 MB. */
const MAX_CHUNK = 2 << 20;
/** A probability of one half, and the range below which the next byte is read. */
const HALF = 1024;
const TOP = 2 ** 24;

/**
 * Decodes LZMA, as the chunks of LZMA2 have it, with the names of its source. Source: Igor Pavlov, "LZMA specification",
 * 2015-06-14.
 */
export class LzmaDecoder {
  private readonly window: Uint8Array;
  private end = 0;
  /** Bytes since the dictionary was reset. */
  private total = 0;
  private state = 0;
  private reps: readonly [number, number, number, number] = [0, 0, 0, 0];
  private lc = 0;
  private lp = 0;
  private pb = 0;
  private models: Models | undefined;
  private coder = new RangeDecoder(new Uint8Array(5));

  constructor(private readonly dictionary: number) {
    this.window = new Uint8Array(dictionary + 2 * MAX_CHUNK);
  }

  resetDictionary(): void {
    this.total = 0;
  }

  setProperties(byte: number): void {
    this.lc = byte % 9;
    this.lp = Math.floor(byte / 9) % 5;
    this.pb = Math.floor(byte / 45);
    if (this.pb > 4 || this.lc + this.lp > 4) throw damaged();
    this.resetState();
  }

  resetState(): void {
    this.state = 0;
    this.reps = [0, 0, 0, 0];
    this.models = createModels(this.lc + this.lp);
  }

  /** Takes a chunk that is not compressed. */
  copy(bytes: Uint8Array): Uint8Array {
    this.makeRoom();
    this.window.set(bytes, this.end);
    this.end += bytes.length;
    this.total += bytes.length;
    return bytes;
  }

  /** The content of a chunk; valid until the next one. Throws InvalidFeed. */
  decode(input: Uint8Array, size: number): Uint8Array {
    const { models } = this;
    if (!models || input.length < 5) throw damaged();
    this.makeRoom();
    this.coder = new RangeDecoder(input);
    const first = this.end;
    const last = first + size;
    while (this.end < last) this.decodePart(models, last);
    if (this.coder.isOverrun) throw damaged();
    return this.window.subarray(first, last);
  }

  private makeRoom(): void {
    if (this.end + MAX_CHUNK <= this.window.length) return;
    this.window.copyWithin(0, this.end - this.dictionary, this.end);
    this.end = this.dictionary;
  }

  /** A literal or a match. */
  private decodePart(models: Models, last: number): void {
    const { coder, state } = this;
    const posState = this.total & ((1 << this.pb) - 1);
    const stateAndPos = (state << 4) + posState;
    if (coder.bit(models.isMatch, stateAndPos) === 0) {
      this.put(this.literal(models.literals));
      this.state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      return;
    }
    const [rep0, rep1, rep2, rep3] = this.reps;
    if (coder.bit(models.isRep, state) === 0) {
      const length = coder.length(models.length, posState);
      this.reps = [coder.distance(models, length), rep0, rep1, rep2];
      this.state = state < 7 ? 7 : 10;
      this.repeat(length + 2, last);
      return;
    }
    if (coder.bit(models.isRepG0, state) === 0) {
      if (coder.bit(models.isRep0Long, stateAndPos) === 0) {
        this.state = state < 7 ? 9 : 11;
        this.repeat(1, last);
        return;
      }
    } else if (coder.bit(models.isRepG1, state) === 0) this.reps = [rep1, rep0, rep2, rep3];
    else if (coder.bit(models.isRepG2, state) === 0) this.reps = [rep2, rep0, rep1, rep3];
    else this.reps = [rep3, rep0, rep1, rep2];
    const length = coder.length(models.repLength, posState);
    this.state = state < 7 ? 8 : 11;
    this.repeat(length + 2, last);
  }

  private literal(models: Uint16Array): number {
    const { coder, lc, lp } = this;
    const previous = this.total > 0 ? (this.window[this.end - 1] ?? 0) : 0;
    const literalState = ((this.total & ((1 << lp) - 1)) << lc) + (previous >> (8 - lc));
    const offset = 0x300 * literalState;
    let symbol = 1;
    if (this.state >= 7) {
      let matched = this.byteAt(this.reps[0]);
      for (let isSame = true; isSame && symbol < 0x100; ) {
        const expected = (matched >> 7) & 1;
        matched <<= 1;
        const bit = coder.bit(models, offset + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        isSame = bit === expected;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | coder.bit(models, offset + symbol);
    return symbol & 0xff;
  }

  private byteAt(distance: number): number {
    if (distance >= Math.min(this.total, this.dictionary)) throw damaged();
    return this.window[this.end - distance - 1] ?? 0;
  }

  private put(byte: number): void {
    this.window[this.end++] = byte;
    this.total++;
  }

  private repeat(length: number, last: number): void {
    if (this.end + length > last) throw damaged();
    for (let i = 0; i < length; i++) this.put(this.byteAt(this.reps[0]));
  }
}

/** Probabilities of bits. */
interface Models {
  readonly literals: Uint16Array;
  readonly isMatch: Uint16Array;
  readonly isRep: Uint16Array;
  readonly isRepG0: Uint16Array;
  readonly isRepG1: Uint16Array;
  readonly isRepG2: Uint16Array;
  readonly isRep0Long: Uint16Array;
  readonly length: Uint16Array;
  readonly repLength: Uint16Array;
  readonly slots: Uint16Array;
  readonly positions: Uint16Array;
  readonly align: Uint16Array;
}

/** A coder of lengths: two choices, trees of 3 bits for each of 16 positions twice, and a tree of 8 bits. */
const [LOW, MIDDLE, HIGH] = [2, 130, 258];

function createModels(literalBits: number): Models {
  const halves = (length: number) => new Uint16Array(length).fill(HALF);
  return {
    literals: halves(0x300 << literalBits),
    ...{ isMatch: halves(192), isRep0Long: halves(192) },
    ...{ isRep: halves(12), isRepG0: halves(12), isRepG1: halves(12), isRepG2: halves(12) },
    ...{ length: halves(HIGH + 256), repLength: halves(HIGH + 256) },
    ...{ slots: halves(4 * 64), positions: halves(115), align: halves(16) },
  };
}

class RangeDecoder {
  private range = 0xffffffff;
  private code: number;
  private at = 5;

  constructor(private readonly input: Uint8Array) {
    this.code = new DataView(input.buffer, input.byteOffset, input.length).getUint32(1);
    if (input[0] !== 0) throw damaged();
  }

  get isOverrun(): boolean {
    return this.at > this.input.length;
  }

  bit(models: Uint16Array, index: number): 0 | 1 {
    const chance = models[index] ?? HALF;
    const bound = (this.range >>> 11) * chance;
    const isSet = this.code >= bound;
    models[index] = isSet ? chance - (chance >> 5) : chance + ((2048 - chance) >> 5);
    if (isSet) this.code -= bound;
    this.range = isSet ? this.range - bound : bound;
    this.normalize();
    return isSet ? 1 : 0;
  }

  private normalize(): void {
    if (this.range >= TOP) return;
    this.range = (this.range << 8) >>> 0;
    this.code = ((this.code << 8) | (this.input[this.at++] ?? 0)) >>> 0;
  }

  private tree(models: Uint16Array, offset: number, bits: number): number {
    let node = 1;
    for (let i = 0; i < bits; i++) node = (node << 1) + this.bit(models, offset + node);
    return node - (1 << bits);
  }

  private reverseTree(models: Uint16Array, offset: number, bits: number): number {
    let [node, value] = [1, 0];
    for (let i = 0; i < bits; i++) {
      const bit = this.bit(models, offset + node);
      node = (node << 1) + bit;
      value |= bit << i;
    }
    return value;
  }

  /** Without the two bytes that each match has at least. */
  length(models: Uint16Array, posState: number): number {
    if (this.bit(models, 0) === 0) return this.tree(models, LOW + posState * 8, 3);
    if (this.bit(models, 1) === 0) return 8 + this.tree(models, MIDDLE + posState * 8, 3);
    return 16 + this.tree(models, HIGH, 8);
  }

  distance({ slots, positions, align }: Models, length: number): number {
    const slot = this.tree(slots, Math.min(length, 3) * 64, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** bits;
    if (slot < 14) return base + this.reverseTree(positions, base - slot, bits);
    const direct = this.directBits(bits - 4);
    return base + direct * 16 + this.reverseTree(align, 0, 4);
  }

  private directBits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      this.range >>>= 1;
      const isSet = this.code >= this.range;
      if (isSet) this.code -= this.range;
      value = value * 2 + (isSet ? 1 : 0);
      this.normalize();
    }
    return value;
  }
}

function damaged(): InvalidFeed {
  return new InvalidFeed('its xz data is damaged');
}
