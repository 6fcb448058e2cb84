import { number, TarError } from './header.js';

/** Where the stored bytes of a sparse file belong. */
export interface SparseFile {
  /** Offset, length, offset, length …; undefined where the map is at the start of the body (PAX 1.0). */
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
    pairs.push(number(bytes, at, 12, 'size'), number(bytes, at + 12, 12, 'size'));
  }
  if (pairs.length > 2 * MAX_SEGMENTS) throw new TarError('a sparse file has too many pieces');
  return bytes[start + count * 24] === 1;
}

/** The first `length` bytes of the file itself. Throws TarError when the map does not fit the stored bytes. */
export function expandSparse(stored: Uint8Array, sparse: SparseFile, length: number): Buffer {
  const { map, data } = sparse.map ? { map: sparse.map, data: stored } : readMap(stored);
  const file = Buffer.alloc(length);
  let from = 0;
  let before = 0;
  for (let i = 0; i + 1 < map.length; i += 2) {
    const offset = map[i] ?? 0;
    const size = map[i + 1] ?? 0;
    if (offset < before) throw new TarError('the map of a sparse file is out of order');
    if (from + size > data.length)
      throw new TarError('the map of a sparse file says more than there is');
    before = offset + size;
    if (offset < length)
      file.set(data.subarray(from, from + Math.min(size, length - offset)), offset);
    from += size;
  }
  return file;
}

/** PAX 1.0: decimal lines, first their number, padded to a block. */
function readMap(stored: Uint8Array): { map: number[]; data: Uint8Array } {
  let at = 0;
  const line = (): number => {
    let value = 0;
    const start = at;
    for (; at < stored.length && stored[at] !== 0x0a; at++) {
      const digit = (stored[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9 || at - start > 15) throw new TarError('a sparse map is damaged');
      value = value * 10 + digit;
    }
    if (at++ >= stored.length) throw new TarError('a sparse map is cut');
    return value;
  };
  const count = line();
  if (count > MAX_SEGMENTS) throw new TarError('a sparse file has too many pieces');
  const map: number[] = [];
  for (let i = 0; i < count * 2; i++) map.push(line());
  return { map, data: stored.subarray(Math.ceil(at / 512) * 512) };
}
