import { numberField, TarError } from './header.js';

/** Where the stored bytes of a sparse file belong in it. */
export interface SparseFile {
  /** Offset, length, offset, length …; undefined when the map is at the start of the body (PAX 1.0). */
  readonly map?: readonly number[];
}

const MAX_SEGMENTS = 1_000_000;

/** Adds the pairs of an old GNU header or continuation block to `pairs`; true when another block follows. */
export function readGnuSparse(
  block: Uint8Array,
  start: number,
  count: number,
  pairs: number[],
): boolean {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  for (let i = 0; i < count; i++) {
    const at = start + i * 24;
    if (bytes[at] === 0) break;
    pairs.push(numberField(bytes, at, 12, 'size'), numberField(bytes, at + 12, 12, 'size'));
  }
  if (pairs.length > 2 * MAX_SEGMENTS) throw tooManySegments();
  return bytes[start + count * 24] === 1;
}

/** The first `length` bytes of the file. Throws TarError when the map does not match the stored bytes. */
export function expandSparse(stored: Uint8Array, sparse: SparseFile, length: number): Buffer {
  const { map, data } = sparse.map ? { map: sparse.map, data: stored } : readMap(stored);
  const file = Buffer.alloc(length);
  let from = 0;
  let previousEnd = 0;
  for (let i = 0; i + 1 < map.length; i += 2) {
    const offset = map[i] ?? 0;
    const size = map[i + 1] ?? 0;
    if (offset < previousEnd) throw new TarError('the map of a sparse file is out of order');
    if (from + size > data.length)
      throw new TarError('the map of a sparse file is longer than its data');
    previousEnd = offset + size;
    if (offset < length)
      file.set(data.subarray(from, from + Math.min(size, length - offset)), offset);
    from += size;
  }
  return file;
}

/** PAX 1.0: decimal lines, the number of pairs first, padded to a full block. */
function readMap(stored: Uint8Array): { map: number[]; data: Uint8Array } {
  let at = 0;
  const readLine = (): number => {
    let value = 0;
    const start = at;
    for (; at < stored.length && stored[at] !== 0x0a; at++) {
      const digit = (stored[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9 || at - start > 15)
        throw new TarError('the map of a sparse file is damaged');
      value = value * 10 + digit;
    }
    if (at++ >= stored.length) throw new TarError('the map of a sparse file is cut short');
    return value;
  };
  const count = readLine();
  if (count > MAX_SEGMENTS) throw tooManySegments();
  const map: number[] = [];
  for (let i = 0; i < count * 2; i++) map.push(readLine());
  return { map, data: stored.subarray(Math.ceil(at / 512) * 512) };
}

function tooManySegments(): TarError {
  return new TarError(`a sparse file has more than ${MAX_SEGMENTS} segments`, { isLimit: true });
}
