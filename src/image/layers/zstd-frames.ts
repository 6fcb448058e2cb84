const MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
/** Magic number and descriptor of a frame. */
const FRAME_START_BYTES = 5;
/** Magic number and size of a skippable frame. */
const SKIPPABLE_START_BYTES = 8;
const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;
/** Sizes of the dictionary id in a frame header, by its flag. */
const DICTIONARY_BYTES = [0, 1, 2, 4];
/** The block type whose content is one byte that repeats. */
const REPEATED_BYTE = 1;

/**
 * Follows the frames and blocks of zstd data without decompressing them. Layers in the format zstd:chunked have a frame
 * for each file.
 * Source: RFC 8878, 3.1.
 */
export class ZstdFrames {
  #next: 'frame' | 'block' | 'unknown' = 'frame';
  #header = Buffer.alloc(SKIPPABLE_START_BYTES);
  #headerLength = 0;
  #need = FRAME_START_BYTES;
  #skip = 0;
  #hasChecksum = false;

  /** Takes the next bytes of the data. Returns them in parts: a frame starts at the start of a part. */
  split(chunk: Uint8Array): readonly Uint8Array[] {
    const parts: Uint8Array[] = [];
    let start = 0;
    let at = 0;
    while (at < chunk.length && this.#next !== 'unknown') {
      at += this.#takeBytes(chunk.subarray(at));
      if (this.#isBetweenFrames()) {
        parts.push(chunk.subarray(start, at));
        start = at;
      }
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
    return parts;
  }

  /** Whether the data ends with its last frame. Also true for data that is not zstd: the decompressor rejects it. */
  isComplete(): boolean {
    return this.#isBetweenFrames() || this.#next === 'unknown';
  }

  #isBetweenFrames(): boolean {
    return this.#next === 'frame' && this.#headerLength === 0 && this.#skip === 0;
  }

  /** Takes bytes to skip, or else bytes of a header. Returns how many. */
  #takeBytes(bytes: Uint8Array): number {
    if (this.#skip > 0) {
      const skipped = Math.min(this.#skip, bytes.length);
      this.#skip -= skipped;
      return skipped;
    }
    const part = bytes.subarray(0, this.#need - this.#headerLength);
    this.#header.set(part, this.#headerLength);
    this.#headerLength += part.length;
    if (this.#headerLength === this.#need) this.#takeHeader();
    return part.length;
  }

  #takeHeader(): void {
    if (this.#next === 'block') this.#takeBlock(this.#header.readUIntLE(0, BLOCK_HEADER_BYTES));
    else this.#takeMagic(this.#header.readUInt32LE(0));
  }

  #takeMagic(magic: number): void {
    if (magic === MAGIC) this.#takeFrame(this.#header[4] ?? 0);
    else if ((magic & ~0xf) !== SKIPPABLE_MAGIC) this.#next = 'unknown';
    else if (this.#need < SKIPPABLE_START_BYTES) this.#need = SKIPPABLE_START_BYTES;
    else this.#expect('frame', this.#header.readUInt32LE(4));
  }

  #takeFrame(descriptor: number): void {
    const isSingleSegment = (descriptor & 0x20) !== 0;
    const sizeFlag = descriptor >> 6;
    const windowBytes = isSingleSegment ? 0 : 1;
    const sizeBytes = sizeFlag === 0 ? 1 - windowBytes : 1 << sizeFlag;
    this.#hasChecksum = (descriptor & 4) !== 0;
    this.#expect('block', windowBytes + (DICTIONARY_BYTES[descriptor & 3] ?? 0) + sizeBytes);
  }

  #takeBlock(header: number): void {
    const isLast = (header & 1) !== 0;
    const contentBytes = ((header >> 1) & 3) === REPEATED_BYTE ? 1 : header >> 3;
    const checksumBytes = isLast && this.#hasChecksum ? CHECKSUM_BYTES : 0;
    this.#expect(isLast ? 'frame' : 'block', contentBytes + checksumBytes);
  }

  /** Expects another header after `skip` bytes. */
  #expect(next: 'frame' | 'block', skip: number): void {
    this.#next = next;
    this.#skip = skip;
    this.#headerLength = 0;
    this.#need = next === 'frame' ? FRAME_START_BYTES : BLOCK_HEADER_BYTES;
  }
}
