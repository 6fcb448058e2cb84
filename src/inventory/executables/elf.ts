import {
  cString,
  type Executable,
  type ReadFilePart,
  type Region,
  toNumber,
  view,
} from './layout.js';

/** No linker writes more headers; a larger number is damage. */
const MAX_HEADERS = 4096;

/** The sections and loaded segments of an ELF file. Source: System V ABI, chapters 4 and 5. */
export function readElf(part: ReadFilePart): Executable | undefined {
  const header = part(0, 64);
  if (header.length < 64) return undefined;
  const is64 = header[4] === 2;
  const little = header[5] === 1;
  const fields = view(header);
  const address = (v: DataView, at: number): number =>
    is64 ? toNumber(v.getBigUint64(at, little)) : v.getUint32(at, little);
  const short = (at: number): number => fields.getUint16(at, little);

  const programs = [address(fields, is64 ? 32 : 28), short(is64 ? 54 : 42), short(is64 ? 56 : 44)];
  const headers = [address(fields, is64 ? 40 : 32), short(is64 ? 58 : 46), short(is64 ? 60 : 48)];
  const nameIndex = short(is64 ? 62 : 50);

  const segments = table(part, programs, is64 ? 56 : 32)
    .filter((p) => p.getUint32(0, little) === PT_LOAD)
    .map((p) => ({
      address: address(p, is64 ? 16 : 8),
      offset: address(p, is64 ? 8 : 4),
      size: address(p, is64 ? 32 : 16),
      writable: (p.getUint32(is64 ? 4 : 24, little) & PF_W) !== 0,
    }));
  const sections = table(part, headers, is64 ? 64 : 40).map((s) => ({
    name: s.getUint32(0, little),
    type: s.getUint32(4, little),
    address: address(s, is64 ? 16 : 12),
    offset: address(s, is64 ? 24 : 16),
    size: address(s, is64 ? 32 : 20),
    writable: (address(s, 8) & SHF_WRITE) !== 0,
  }));
  const names = sections[nameIndex];
  const nameTable = names
    ? part(names.offset, Math.min(names.size, MAX_NAME_BYTES))
    : new Uint8Array();
  return {
    segments,
    sections: sections
      .filter(({ type }) => type !== SHT_NOBITS)
      .map(
        ({ name, address, offset, size, writable }): Region => ({
          name: cString(nameTable.subarray(name).subarray(0, 100)),
          address,
          offset,
          size,
          writable,
        }),
      ),
  };
}

/** Bytes of the section with the names of all sections. */
const MAX_NAME_BYTES = 1_048_576;
const PT_LOAD = 1;
const PF_W = 2;
const SHT_NOBITS = 8;
const SHF_WRITE = 1;

/** The entries of a header table; none when it is absent or damaged. */
function table(
  part: ReadFilePart,
  [offset = 0, entrySize = 0, count = 0]: readonly number[],
  minEntrySize: number,
): DataView[] {
  if (offset === 0 || entrySize < minEntrySize || count > MAX_HEADERS) return [];
  const bytes = part(offset, entrySize * count);
  const complete = Math.floor(bytes.length / entrySize);
  return Array.from({ length: complete }, (_, i) =>
    view(bytes.subarray(i * entrySize, (i + 1) * entrySize)),
  );
}
