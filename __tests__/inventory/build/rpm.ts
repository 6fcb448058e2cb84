export interface RpmFileFacts {
  readonly digest?: string;
  readonly link?: string;
  readonly mode?: number;
  readonly flags?: number;
  readonly capabilities?: string;
}

export interface RpmPackage {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly epoch?: number;
  readonly arch?: string;
  readonly sourceRpm?: string;
  readonly module?: string;
  readonly license?: string;
  readonly vendor?: string;
  readonly packager?: string;
  readonly url?: string;
  readonly md5?: Buffer;
  readonly requires?: readonly string[];
  readonly provides?: readonly string[];
  readonly files?: readonly string[];
  /** What is recorded of each of the files. */
  readonly fileFacts?: readonly RpmFileFacts[];
  /** Length of a text that makes the header larger than a page. */
  readonly padding?: number;
}

/** The header of a package as it is in rpm databases. */
export function rpmHeader(p: RpmPackage): Buffer {
  const entries: { tag: number; type: number; count: number; data: Buffer }[] = [];
  const text = (tag: number, value: string | undefined, type = 6): void => {
    if (value !== undefined) entries.push({ tag, type, count: 1, data: Buffer.from(`${value}\0`) });
  };
  const texts = (tag: number, values: readonly string[]): void => {
    const data = Buffer.from(values.map((v) => `${v}\0`).join(''));
    entries.push({ tag, type: 8, count: values.length, data });
  };
  const numbers = (tag: number, values: readonly number[]): void => {
    const data = Buffer.alloc(values.length * 4);
    values.forEach((v, i) => {
      data.writeUInt32BE(v, i * 4);
    });
    entries.push({ tag, type: 4, count: values.length, data });
  };
  if (p.md5) entries.push({ tag: 261, type: 7, count: p.md5.length, data: p.md5 });
  text(1000, p.name);
  text(1001, p.version);
  text(1002, p.release);
  if (p.epoch !== undefined) numbers(1003, [p.epoch]);
  if (p.padding) text(1005, 'x'.repeat(p.padding), 9);
  text(1011, p.vendor);
  text(1014, p.license);
  text(1015, p.packager);
  text(1020, p.url);
  text(1022, p.arch ?? 'x86_64');
  text(1044, p.sourceRpm);
  if (p.provides) texts(1047, p.provides);
  if (p.requires) texts(1049, p.requires);
  text(5096, p.module);
  if (p.files) {
    const folders = [...new Set(p.files.map((f) => f.slice(0, f.lastIndexOf('/') + 1)))];
    numbers(
      1116,
      p.files.map((f) => folders.indexOf(f.slice(0, f.lastIndexOf('/') + 1))),
    );
    texts(
      1117,
      p.files.map((f) => f.slice(f.lastIndexOf('/') + 1)),
    );
    texts(1118, folders);
  }
  if (p.fileFacts) {
    const facts = p.fileFacts;
    const modes = Buffer.alloc(facts.length * 2);
    facts.forEach(({ mode = 0o100644 }, i) => {
      modes.writeUInt16BE(mode, i * 2);
    });
    entries.push({ tag: 1030, type: 3, count: facts.length, data: modes });
    texts(
      1035,
      facts.map(({ digest = '' }) => digest),
    );
    texts(
      1036,
      facts.map(({ link = '' }) => link),
    );
    numbers(
      1037,
      facts.map(({ flags = 0 }) => flags),
    );
    texts(
      5010,
      facts.map(({ capabilities = '' }) => capabilities),
    );
    numbers(5011, [8]);
  }
  const head = Buffer.alloc(8 + entries.length * 16);
  head.writeUInt32BE(entries.length, 0);
  const data: Buffer[] = [];
  let length = 0;
  entries.forEach((entry, i) => {
    const fill = entry.type === 4 ? (4 - (length % 4)) % 4 : 0;
    data.push(Buffer.alloc(fill), entry.data);
    length += fill;
    head.writeUInt32BE(entry.tag, 8 + i * 16);
    head.writeUInt32BE(entry.type, 12 + i * 16);
    head.writeUInt32BE(length, 16 + i * 16);
    head.writeUInt32BE(entry.count, 20 + i * 16);
    length += entry.data.length;
  });
  head.writeUInt32BE(length, 4);
  return Buffer.concat([head, ...data]);
}

/** A database in rpm's own format: a page of slots, and blobs in blocks of 16 bytes. */
export function ndb(blobs: readonly Buffer[]): Buffer {
  const slots = Buffer.alloc(4096);
  slots.write('RpmP', 0, 'latin1');
  slots.writeUInt32LE(1, 12);
  const bodies: Buffer[] = [];
  let block = 256;
  for (let i = 0; i < 254; i++) {
    const at = 32 + i * 16;
    slots.write('Slot', at, 'latin1');
    const blob = blobs[i];
    if (!blob) continue;
    const blocks = Math.ceil((16 + blob.length + 12) / 16);
    const body = Buffer.alloc(blocks * 16);
    body.write('BlbS', 0, 'latin1');
    body.writeUInt32LE(i + 1, 4);
    body.writeUInt32LE(blob.length, 12);
    body.set(blob, 16);
    bodies.push(body);
    slots.writeUInt32LE(i + 1, at + 4);
    slots.writeUInt32LE(block, at + 8);
    slots.writeUInt32LE(blocks, at + 12);
    block += blocks;
  }
  return Buffer.concat([slots, ...bodies]);
}

/** A hash database of Berkeley DB: small values in their page, large ones on overflow pages. */
export function berkeley(
  blobs: readonly Buffer[],
  { bigEndian = false, page = 4096 } = {},
): Buffer {
  const pages: Buffer[] = [Buffer.alloc(page)];
  const u32 = (b: Buffer, value: number, at: number): void => {
    bigEndian ? b.writeUInt32BE(value, at) : b.writeUInt32LE(value, at);
  };
  const u16 = (b: Buffer, value: number, at: number): void => {
    bigEndian ? b.writeUInt16BE(value, at) : b.writeUInt16LE(value, at);
  };
  for (const [i, blob] of blobs.entries()) {
    const bucket = Buffer.alloc(page);
    pages.push(bucket);
    const key = Buffer.from([1, i + 1, 0, 0, 0]);
    let item = Buffer.concat([Buffer.from([1]), blob]);
    if (item.length > page - 100) {
      item = Buffer.alloc(12);
      item[0] = 3;
      u32(item, pages.length, 4);
      u32(item, blob.length, 8);
      const room = page - 26;
      for (let at = 0; at < blob.length; at += room) {
        const overflow = Buffer.alloc(page);
        const body = blob.subarray(at, at + room);
        u32(overflow, at + room < blob.length ? pages.length + 1 : 0, 16);
        u16(overflow, body.length, 22);
        overflow[25] = 7;
        overflow.set(body, 26);
        pages.push(overflow);
      }
    }
    u16(bucket, 2, 20);
    bucket[25] = 13;
    u16(bucket, page - key.length, 26);
    u16(bucket, page - key.length - item.length, 28);
    bucket.set(key, page - key.length);
    bucket.set(item, page - key.length - item.length);
  }
  const meta = pages[0] ?? Buffer.alloc(page);
  u32(meta, 0x00061561, 12);
  u32(meta, page, 20);
  u32(meta, pages.length - 1, 32);
  return Buffer.concat(pages);
}
