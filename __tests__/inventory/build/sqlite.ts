const PAGE = 512;

/**
 * An SQLite database with the table `Packages (hnum INTEGER PRIMARY KEY, blob BLOB)`: the schema page, an interior page,
 * and for each row a leaf and its overflow pages.
 */
export function sqlite(blobs: readonly Buffer[], firstRowId = 1): Buffer {
  const pages: Buffer[] = [];
  const schema = Buffer.alloc(PAGE);
  const root = Buffer.alloc(PAGE);
  pages.push(schema, root);
  const leaves = blobs.map((blob, i) => {
    const leaf = Buffer.alloc(PAGE);
    pages.push(leaf);
    const number = pages.length;
    writeLeaf(leaf, 0, firstRowId + i, record([null, blob]), pages);
    return number;
  });
  writeInterior(root, leaves);
  schema.write('SQLite format 3\0', 0, 'latin1');
  schema.writeUInt16BE(PAGE, 16);
  schema.set([1, 1, 0, 64, 32, 32], 18);
  schema.writeUInt32BE(pages.length, 28);
  const statement = 'CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB)';
  writeLeaf(schema, 100, 1, record(['table', 'Packages', 'Packages', 2, statement]), pages);
  return Buffer.concat(pages);
}

/** A write-ahead log with changed pages, a commit for each map. */
export function wal(
  commits: readonly ReadonlyMap<number, Buffer>[],
  { commitLast = true, littleEndian = false } = {},
): Buffer {
  const header = Buffer.alloc(32);
  [littleEndian ? 0x377f0682 : 0x377f0683, 3007000, PAGE, 0, 0x1234, 0x5678].forEach((value, i) => {
    header.writeUInt32BE(value, i * 4);
  });
  let sum = checksum([0, 0], header.subarray(0, 24), littleEndian);
  header.writeUInt32BE(sum[0], 24);
  header.writeUInt32BE(sum[1], 28);
  const frames: Buffer[] = [];
  for (const [c, commit] of commits.entries()) {
    const entries = [...commit];
    for (const [i, [number, page]] of entries.entries()) {
      const frame = Buffer.alloc(24);
      frame.writeUInt32BE(number, 0);
      const closes = i === entries.length - 1 && (commitLast || c < commits.length - 1);
      frame.writeUInt32BE(closes ? 100 : 0, 4);
      frame.set(header.subarray(16, 24), 8);
      sum = checksum(checksum(sum, frame.subarray(0, 8), littleEndian), page, littleEndian);
      frame.writeUInt32BE(sum[0], 16);
      frame.writeUInt32BE(sum[1], 20);
      frames.push(frame, page);
    }
  }
  return Buffer.concat([header, ...frames]);
}

/** The pages of a database, by number, that differ from those of another. */
export function changedPages(from: Buffer, to: Buffer): Map<number, Buffer> {
  const changed = new Map<number, Buffer>();
  for (let at = 0; at < to.length; at += PAGE) {
    const page = to.subarray(at, at + PAGE);
    if (!page.equals(from.subarray(at, at + PAGE))) changed.set(at / PAGE + 1, page);
  }
  return changed;
}

function checksum(
  [a, b]: [number, number],
  bytes: Buffer,
  littleEndian: boolean,
): [number, number] {
  const uint32 = (at: number) => (littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  let [s0, s1] = [a, b];
  for (let at = 0; at < bytes.length; at += 8) {
    s0 = (s0 + uint32(at) + s1) >>> 0;
    s1 = (s1 + uint32(at + 4) + s0) >>> 0;
  }
  return [s0, s1];
}

type Value = null | number | string | Buffer;

function record(values: readonly Value[]): Buffer {
  const types = values.map((value) => {
    if (value === null) return 0;
    if (typeof value === 'number') return value < 128 ? 1 : 4;
    return Buffer.byteLength(value) * 2 + (typeof value === 'string' ? 13 : 12);
  });
  const header = Buffer.concat(types.map(varint));
  const bodies = values.map((value) => {
    if (value === null) return Buffer.alloc(0);
    if (typeof value !== 'number') return Buffer.from(value);
    const number = Buffer.alloc(value < 128 ? 1 : 4);
    number.writeIntBE(value, 0, number.length);
    return number;
  });
  return Buffer.concat([varint(header.length + 1), header, ...bodies]);
}

function writeLeaf(
  page: Buffer,
  start: number,
  row: number,
  payload: Buffer,
  pages: Buffer[],
): void {
  const most = PAGE - 35;
  const least = Math.floor(((PAGE - 12) * 32) / 255) - 23;
  const rest = least + ((payload.length - least) % (PAGE - 4));
  const local = payload.length <= most ? payload.length : rest <= most ? rest : least;
  const parts = [varint(payload.length), varint(row), payload.subarray(0, local)];
  if (local < payload.length) {
    const next = Buffer.alloc(4);
    next.writeUInt32BE(pages.length + 1);
    parts.push(next);
    for (let at = local; at < payload.length; at += PAGE - 4) {
      const overflow = Buffer.alloc(PAGE);
      pages.push(overflow);
      overflow.writeUInt32BE(at + PAGE - 4 < payload.length ? pages.length + 1 : 0, 0);
      overflow.set(payload.subarray(at, at + PAGE - 4), 4);
    }
  }
  const cell = Buffer.concat(parts);
  page[start] = 13;
  page.writeUInt16BE(1, start + 3);
  page.writeUInt16BE(PAGE - cell.length, start + 5);
  page.writeUInt16BE(PAGE - cell.length, start + 8);
  page.set(cell, PAGE - cell.length);
}

function writeInterior(page: Buffer, children: readonly number[]): void {
  const cells = children.slice(0, -1);
  page[0] = 5;
  page.writeUInt16BE(cells.length, 3);
  page.writeUInt32BE(children.at(-1) ?? 0, 8);
  cells.forEach((child, i) => {
    const at = PAGE - (i + 1) * 5;
    page.writeUInt32BE(child, at);
    page[at + 4] = i + 1;
    page.writeUInt16BE(at, 12 + i * 2);
  });
}

function varint(value: number): Buffer {
  if (value < 0) return Buffer.alloc(9, 0xff).fill(256 + value, 8);
  const bytes = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.unshift((rest & 0x7f) | 0x80);
  }
  return Buffer.from(bytes);
}
