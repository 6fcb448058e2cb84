import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { wantsExecutable } from '../executables/executable.js';
import { toNumber, view } from '../executables/layout.js';

/**
 * Packed programs. Their modules and version strings are compressed, so that the other catalogers find nothing in them: each
 * is reported as a file that cannot be read.
 */
export const packedProgram: Cataloger = {
  id: 'a program',
  parts: true,
  wants: wantsExecutable,
  read,
};

/** UPX writes its magic behind the program headers of ELF, or the section headers of PE and the load commands of Mach-O. */
const SEARCHED_BYTES = 4096;
const EXECUTABLE = /^(?:\x7fELF|MZ|[\xce\xcf]\xfa\xed\xfe)/;

function read(file: CatalogedFile): FoundPackage[] {
  const start = file.part(0, SEARCHED_BYTES);
  const packer = packerOf(start);
  if (packer !== undefined)
    throw new CatalogError(
      `is packed${packer === '' ? '' : ` with ${packer}`}, so the packages in it are not known. Copy the program into the image without packing it`,
    );
  return [];
}

/** The name of the packer, empty for an unknown one; undefined for a program that is not packed. */
function packerOf(start: Uint8Array): string | undefined {
  const text = Buffer.from(start.buffer, start.byteOffset, start.byteLength).toString('latin1');
  if (GZEXE.test(text)) return 'gzexe';
  if (!EXECUTABLE.test(text)) return undefined;
  if (text.includes('UPX!')) return 'UPX';
  // Source: AppImage specification, "Type 1" and "Type 2".
  if (text.startsWith('AI\x01', 8) || text.startsWith('AI\x02', 8)) return 'AppImage';
  return unpacksItself(start) ? '' : undefined;
}

const GZEXE = /^#! ?\/bin\/sh\n(?:# [^\n]{0,200}\n){0,3}skip=\d{1,4}\n/;

const PT_LOAD = 1;
const PF_W = 2;
const MAX_HEADERS = 16;
/** How many times larger in memory the program is than what the file has of it. */
const GROWTH = 4;

/**
 * Whether an ELF program has no sections, and maps the beginning of the file as memory to write a much larger program to. UPX
 * writes such programs; its magic is often changed to hide that.
 */
function unpacksItself(start: Uint8Array): boolean {
  if (start.length < SEARCHED_BYTES || start[0] !== 0x7f || start[5] !== 1) return false;
  const data = view(start);
  const is64 = start[4] === 2;
  const word = (at: number): number =>
    is64 ? toNumber(data.getBigUint64(at, true)) : data.getUint32(at, true);
  const size = is64 ? 56 : 32;
  const table = word(is64 ? 32 : 28);
  const count = data.getUint16(is64 ? 56 : 44, true);
  const sections = word(is64 ? 40 : 32);
  if (sections !== 0 || count > MAX_HEADERS || table + count * size > start.length) return false;
  for (let at = table; at < table + count * size; at += size) {
    const isWritable = (data.getUint32(at + (is64 ? 4 : 24), true) & PF_W) !== 0;
    const offset = word(at + (is64 ? 8 : 4));
    const inFile = word(at + (is64 ? 32 : 16));
    const inMemory = word(at + (is64 ? 40 : 20));
    if (data.getUint32(at, true) === PT_LOAD && isWritable && offset === 0)
      if (inMemory > GROWTH * Math.max(inFile, SEARCHED_BYTES)) return true;
  }
  return false;
}
