import { elf } from './elf.js';

const MARKER = '8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae';

export interface BundleOptions {
  readonly version?: number;
  /** The position of deps.json in the header, if not the right one. */
  readonly offset?: number;
  readonly size?: number;
  /** A host without an application. */
  readonly empty?: boolean;
}

/** A single-file .NET application: host, a file of the application, deps.json, and the header. */
export function bundle(
  deps: string,
  { version = 6, empty = false, ...said }: BundleOptions = {},
): Buffer {
  const build = (at: bigint) => {
    const marker = Buffer.alloc(48);
    marker.writeBigUInt64LE(at, 8);
    marker.write(MARKER, 16, 'hex');
    return elf([
      { name: '.text', body: Buffer.alloc(20_000) },
      { name: '.data', body: marker, writable: true },
    ]);
  };
  const before = build(0n).length + 8192;
  const head = Buffer.alloc(13 + 5 + 40);
  head.writeUInt32LE(version, 0);
  head.writeInt32LE(1, 8);
  head[12] = 5;
  head.write('abcde', 13);
  head.writeBigInt64LE(BigInt(said.offset ?? before), 18);
  head.writeBigInt64LE(BigInt(said.size ?? Buffer.byteLength(deps)), 26);
  const host = build(empty ? 0n : BigInt(before + Buffer.byteLength(deps)));
  return Buffer.concat([host, Buffer.alloc(8192), Buffer.from(deps), head]);
}
