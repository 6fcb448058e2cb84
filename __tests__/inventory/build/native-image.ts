import { gzipSync } from 'node:zlib';
import { type ElfSection, elf } from './elf.js';

const DATA = 0x600000;

interface Options {
  /** The section for symbols: exported ones by default. */
  readonly exported?: boolean;
  /** What the image declares as the length of the SBOM. */
  readonly length?: bigint;
  readonly heap?: string;
  readonly symbols?: readonly string[];
  /** Instead of the compressed SBOM. */
  readonly bytes?: Buffer;
}

/** A program of GraalVM Native Image with an embedded SBOM. */
export function nativeImageWith(sbom: unknown, options: Options = {}): Buffer {
  const { exported = true, heap = '.svm_heap', symbols = ['sbom', 'sbom_length'] } = options;
  const compressed = options.bytes ?? gzipSync(JSON.stringify(sbom));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(options.length ?? BigInt(compressed.length));
  const names = Buffer.from(`\0malloc\0${symbols.join('\0')}\0`);
  const entry = (name: string, address: number): Buffer => {
    const bytes = Buffer.alloc(24);
    bytes.writeUInt32LE(names.indexOf(`\0${name}\0`) + 1, 0);
    bytes.writeBigUInt64LE(BigInt(address), 8);
    return bytes;
  };
  const addresses = [DATA + 8, DATA];
  const sections: ElfSection[] = [
    { name: '.text', body: Buffer.alloc(20_000) },
    { name: heap, body: Buffer.alloc(64) },
    { name: '.data', body: Buffer.concat([length, compressed]), address: DATA, writable: true },
    {
      name: exported ? '.dynsym' : '.symtab',
      body: Buffer.concat([
        Buffer.alloc(24),
        entry('malloc', 0),
        ...symbols.map((name, i) => entry(name, addresses[i] ?? 0)),
      ]),
    },
    { name: exported ? '.dynstr' : '.strtab', body: names },
  ];
  return elf(sections);
}
