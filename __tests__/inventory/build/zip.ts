import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipMember {
  readonly name: string;
  readonly body: string | Uint8Array;
  /** Not compressed. */
  readonly stored?: boolean;
  /** How many times the directory lists it. */
  readonly listed?: number;
}

/** A ZIP archive; `before` is data in front of it, like a launcher script. */
export function zip(members: readonly ZipMember[], before = ''): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  let entries = 0;
  for (const { name, body, stored, listed = 1 } of members) {
    const bytes = Buffer.from(body);
    const packed = stored ? bytes : deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(stored ? 0 : 8, 4);
    common.writeUInt32LE(checksum(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    const entry = [Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, Buffer.from(name)];
    for (let i = 0; i < listed; i++) central.push(Buffer.concat(entry));
    entries += listed;
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([Buffer.from(before), ...locals, directory, end]);
}

/** node:zlib has crc32 since 20.15. */
function checksum(bytes: Uint8Array): number {
  return typeof crc32 === 'function' ? crc32(bytes) : 0;
}
