const MAGIC = '\xff Go buildinf:';

/** The module list between its two markers. */
function moduleText(text: string): Buffer {
  return Buffer.concat([Buffer.alloc(16, 0x30), Buffer.from(text), Buffer.alloc(16, 0xf9)]);
}

/** Build information as Go writes it since 1.18. */
export function inlineInfo(version: string, modules: string): Buffer {
  const header = Buffer.alloc(32);
  header.write(MAGIC, 0, 'latin1');
  header[14] = 8;
  header[15] = 2;
  return Buffer.concat([header, counted(Buffer.from(version)), counted(moduleText(modules))]);
}

function counted(bytes: Buffer): Buffer {
  const length: number[] = [];
  let rest = bytes.length;
  for (; rest >= 0x80; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}

/** Build information as Go wrote it before 1.18, for a section at `address`. */
export function pointedInfo(
  version: string,
  modules: string,
  address: number,
  { pointer = 8, bigEndian = false } = {},
): Buffer {
  const texts = [Buffer.from(version), moduleText(modules)];
  const headers = 32;
  const strings = headers + 4 * pointer;
  const file = Buffer.alloc(strings + texts.reduce((sum, t) => sum + t.length, 0));
  file.write(MAGIC, 0, 'latin1');
  file[14] = pointer;
  file[15] = bigEndian ? 1 : 0;
  const write = (value: number, at: number): void => {
    if (pointer === 8)
      bigEndian
        ? file.writeBigUInt64BE(BigInt(value), at)
        : file.writeBigUInt64LE(BigInt(value), at);
    else bigEndian ? file.writeUInt32BE(value, at) : file.writeUInt32LE(value, at);
  };
  let at = strings;
  texts.forEach((text, i) => {
    const header = headers + i * 2 * pointer;
    write(address + header, 16 + i * pointer);
    write(address + at, header);
    write(text.length, header + pointer);
    file.set(text, at);
    at += text.length;
  });
  return file;
}
