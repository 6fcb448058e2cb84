import { CatalogueError } from '../catalogue-error.js';
import type { CataloguedFile } from '../cataloguer.js';
import { readElf } from './elf.js';
import { readMachO } from './macho.js';
import { readPe } from './pe.js';

/** A part of an executable: where it lies in the file and in memory. */
export interface Region {
  /** `.go.buildinfo`; none for a segment. */
  readonly name?: string;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly writable: boolean;
}

export interface Executable {
  readonly sections: readonly Region[];
  /** What is loaded into memory. */
  readonly segments: readonly Region[];
}

/** Reads a part of a file, shorter than asked where the file ends. */
export type ReadPart = CataloguedFile['part'];

/**
 * The layout of an ELF, Mach-O or PE executable; undefined for any other file and for one whose headers make no
 * sense. Throws CatalogueError (limit) when its tables lie behind what was read. Kept for as long as the file's body is, because several cataloguers ask for it.
 */
export function executableOf(file: CataloguedFile): Executable | undefined {
  const known = layouts.get(file.bytes);
  if (known) return known.executable;
  const executable = layoutOf(file);
  layouts.set(file.bytes, { executable });
  return executable;
}

const layouts = new WeakMap<Uint8Array, { readonly executable: Executable | undefined }>();

function layoutOf(file: CataloguedFile): Executable | undefined {
  if (file.bytes.length < 64) return undefined;
  const magic = view(file.bytes).getUint32(0);
  const part: ReadPart = (offset, length) => {
    const bytes = file.part(offset, length);
    // Of a very large program in a compressed layer only the beginning is there.
    if (bytes.length === 0 && length > 0 && offset >= 0 && offset < file.size) {
      throw new CatalogueError('is larger than what is read of a compressed layer', 'limit');
    }
    return bytes;
  };
  if (magic === 0x7f454c46) return readElf(part);
  if (magic === 0xcffaedfe || magic === 0xfeedfacf) return readMachO(part);
  if (magic >>> 16 === 0x4d5a) return readPe(part);
  return undefined;
}

/** Bytes as a DataView, which checks its bounds. */
export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A 64-bit offset or address; those that no file can have become Infinity. */
export function big(value: bigint): number {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Infinity;
}

/** Text up to the first NUL. */
export function cString(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('latin1');
}

/** Bytes at an address in memory; undefined where the file has none. */
export function atAddress(
  executable: Executable,
  part: ReadPart,
  address: number,
  length: number,
): Uint8Array | undefined {
  const region = [...executable.segments, ...executable.sections].find(
    (r) => r.address > 0 && address >= r.address && address + length <= r.address + r.size,
  );
  if (!region) return undefined;
  const bytes = part(region.offset + address - region.address, length);
  return bytes.length === length ? bytes : undefined;
}
