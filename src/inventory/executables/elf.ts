import { big, cString, type Executable, type ReadPart, type Region, view } from './layout.js';

/** More headers than any linker writes are damage. */
const MOST_HEADERS = 4096;

/** The sections and loaded segments of an ELF file. Source: System V ABI, chapters 4 and 5. */
export function readElf(part: ReadPart): Executable | undefined {
  const header = part(0, 64);
  if (header.length < 64) return undefined;
  const wide = header[4] === 2;
  const little = header[5] === 1;
  const fields = view(header);
  const address = (v: DataView, at: number): number =>
    wide ? big(v.getBigUint64(at, little)) : v.getUint32(at, little);
  const short = (at: number): number => fields.getUint16(at, little);

  const programs = [address(fields, wide ? 32 : 28), short(wide ? 54 : 42), short(wide ? 56 : 44)];
  const headers = [address(fields, wide ? 40 : 32), short(wide ? 58 : 46), short(wide ? 60 : 48)];
  const nameIndex = short(wide ? 62 : 50);

  const segments = table(part, programs, wide ? 56 : 32)
    .filter((p) => p.getUint32(0, little) === PT_LOAD)
    .map((p) => ({
      address: address(p, wide ? 16 : 8),
      offset: address(p, wide ? 8 : 4),
      size: address(p, wide ? 32 : 16),
      writable: (p.getUint32(wide ? 4 : 24, little) & PF_W) !== 0,
    }));
  const sections = table(part, headers, wide ? 64 : 40).map((s) => ({
    name: s.getUint32(0, little),
    type: s.getUint32(4, little),
    address: address(s, wide ? 16 : 12),
    offset: address(s, wide ? 24 : 16),
    size: address(s, wide ? 32 : 20),
    writable: (address(s, 8) & SHF_WRITE) !== 0,
  }));
  const names = sections[nameIndex];
  const nameTable = names
    ? part(names.offset, Math.min(names.size, MOST_NAME_BYTES))
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

/** Of the section with the names of all. */
const MOST_NAME_BYTES = 1_048_576;
const PT_LOAD = 1;
const PF_W = 2;
const SHT_NOBITS = 8;
const SHF_WRITE = 1;

/** The entries of a header table of which offset, entry size and count are given; none when it is absent or damaged. */
function table(
  part: ReadPart,
  [offset = 0, entrySize = 0, count = 0]: readonly number[],
  least: number,
): DataView[] {
  if (offset === 0 || entrySize < least || count > MOST_HEADERS) return [];
  const bytes = part(offset, entrySize * count);
  const whole = Math.floor(bytes.length / entrySize);
  return Array.from({ length: whole }, (_, i) =>
    view(bytes.subarray(i * entrySize, (i + 1) * entrySize)),
  );
}
