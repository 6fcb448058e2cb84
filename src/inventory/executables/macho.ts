import {
  cString,
  type Executable,
  type ReadFilePart,
  type Region,
  toNumber,
  view,
} from './layout.js';

/** No real file has more load commands. */
const MAX_COMMAND_BYTES = 1_048_576;

/** The sections and segments of a 64-bit Mach-O file. Source: Apple, mach-o/loader.h. */
export function readMachO(part: ReadFilePart): Executable | undefined {
  const header = part(0, 32);
  if (header.length < 32) return undefined;
  const little = header[0] === 0xcf;
  const count = view(header).getUint32(16, little);
  const size = Math.min(view(header).getUint32(20, little), MAX_COMMAND_BYTES);
  const commands = part(32, size);
  const data = view(commands);
  const segments: Region[] = [];
  const sections: Region[] = [];
  let at = 0;
  for (let i = 0; i < count && at + 8 <= commands.length; i++) {
    const length = data.getUint32(at + 4, little);
    if (length < 8) break;
    if (data.getUint32(at, little) === LC_SEGMENT_64 && at + 72 <= commands.length) {
      const writable = (data.getUint32(at + 60, little) & VM_PROT_WRITE) !== 0;
      segments.push({
        address: toNumber(data.getBigUint64(at + 24, little)),
        offset: toNumber(data.getBigUint64(at + 40, little)),
        size: toNumber(data.getBigUint64(at + 48, little)),
        writable,
      });
      const sectionCount = data.getUint32(at + 64, little);
      for (let s = at + 72, n = 0; n < sectionCount && s + 80 <= commands.length; s += 80, n++) {
        sections.push({
          name: cString(commands.subarray(s, s + 16)),
          address: toNumber(data.getBigUint64(s + 32, little)),
          size: toNumber(data.getBigUint64(s + 40, little)),
          offset: data.getUint32(s + 48, little),
          writable,
        });
      }
    }
    at += length;
  }
  return { segments, sections };
}

const LC_SEGMENT_64 = 0x19;
const VM_PROT_WRITE = 2;
