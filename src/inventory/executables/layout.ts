import type { CatalogedFile } from '../cataloger.js';

/** A part of an executable: its position in the file and in memory. */
export interface Region {
  /** `.go.buildinfo`; absent for a segment. */
  readonly name?: string;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly writable: boolean;
}

export interface Executable {
  readonly sections: readonly Region[];
  /** The parts that are loaded into memory. */
  readonly segments: readonly Region[];
}

/** Reads a part of a file, shorter than requested at its end; valid until the next part is requested. */
export type ReadFilePart = CatalogedFile['part'];

/** The bytes as a DataView, which checks its bounds. */
export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A 64-bit offset or address as a number; Infinity when it is too large for any file. */
export function toNumber(value: bigint): number {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Infinity;
}

/** The text up to the first NUL. */
export function cString(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(bytes.buffer, bytes.byteOffset, end < 0 ? bytes.length : end).toString(
    'latin1',
  );
}

/** The bytes at an address in memory; undefined when the file does not contain them. */
export function atAddress(
  executable: Executable,
  part: ReadFilePart,
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
