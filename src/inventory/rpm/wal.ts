/**
 * The pages in a write-ahead log, by number, as of its last commit. Frames after that commit, frames of an older log in the
 * same file and frames with a wrong checksum are ignored. Source: sqlite.org/fileformat2.html, 4.
 */
export function committedPages(log: Uint8Array, pageSize: number): ReadonlyMap<number, Buffer> {
  const file = Buffer.from(log.buffer, log.byteOffset, log.byteLength);
  const committed = new Map<number, Buffer>();
  if (file.length < HEADER) return committed;
  const magic = file.readUInt32BE(0);
  if ((magic & ~1) >>> 0 !== MAGIC || file.readUInt32BE(8) !== pageSize) return committed;
  const little = (magic & 1) === 0;
  let sum: Checksum = checksum([0, 0], file.subarray(0, 24), little);
  if (!matches(sum, file, 24)) return committed;

  const pending = new Map<number, Buffer>();
  const frame = FRAME_HEADER + pageSize;
  for (let at = HEADER; at + frame <= file.length; at += frame) {
    const hasSalt = file.compare(file, 16, 24, at + 8, at + 16) === 0;
    const page = file.subarray(at + FRAME_HEADER, at + frame);
    sum = checksum(checksum(sum, file.subarray(at, at + 8), little), page, little);
    if (!hasSalt || !matches(sum, file, at + 16)) break;
    pending.set(file.readUInt32BE(at), page);
    const isCommit = file.readUInt32BE(at + 4) !== 0;
    if (isCommit) {
      for (const [number, body] of pending) committed.set(number, body);
      pending.clear();
    }
  }
  return committed;
}

const HEADER = 32;
const FRAME_HEADER = 24;
const MAGIC = 0x377f0682;

type Checksum = readonly [number, number];

function checksum([a, b]: Checksum, bytes: Buffer, little: boolean): Checksum {
  let s0 = a;
  let s1 = b;
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    s0 = (s0 + (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)) + s1) >>> 0;
    s1 = (s1 + (little ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at + 4)) + s0) >>> 0;
  }
  return [s0, s1];
}

function matches([a, b]: Checksum, file: Buffer, at: number): boolean {
  return file.readUInt32BE(at) === a && file.readUInt32BE(at + 4) === b;
}
