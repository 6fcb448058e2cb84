import {
  cString,
  type Executable,
  type ReadFilePart,
  type Region,
  toNumber,
  view,
} from './layout.js';

/** Windows loads no more sections. */
const MAX_SECTIONS = 96;

/** The sections of a PE file, which are also its segments. Source: Microsoft, "PE Format". */
export function readPe(part: ReadFilePart): Executable | undefined {
  const dos = part(0, 64);
  if (dos.length < 64) return undefined;
  const at = view(dos).getUint32(60, true);
  const headers = part(at, 24 + 32);
  if (headers.length < 56 || view(headers).getUint32(0) !== PE_SIGNATURE) return undefined;
  const fields = view(headers);
  const count = Math.min(fields.getUint16(6, true), MAX_SECTIONS);
  const optional = fields.getUint16(20, true);
  const is64 = fields.getUint16(24, true) === PE32_PLUS;
  const base = is64 ? toNumber(fields.getBigUint64(48, true)) : fields.getUint32(52, true);
  const table = part(at + 24 + optional, count * 40);
  const sections: Region[] = [];
  for (let s = 0; s + 40 <= table.length; s += 40) {
    const section = view(table.subarray(s, s + 40));
    sections.push({
      name: cString(table.subarray(s, s + 8)),
      address: base + section.getUint32(12, true),
      size: section.getUint32(16, true),
      offset: section.getUint32(20, true),
      writable: (section.getUint32(36, true) & IMAGE_SCN_MEM_WRITE) !== 0,
    });
  }
  return { sections, segments: sections };
}

const PE_SIGNATURE = 0x50450000;
const PE32_PLUS = 0x20b;
const IMAGE_SCN_MEM_WRITE = 0x80000000;
