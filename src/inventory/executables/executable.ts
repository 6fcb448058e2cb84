import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile } from '../cataloger.js';
import { readElf } from './elf.js';
import { type Executable, type ReadPart, view } from './layout.js';
import { readMachO } from './macho.js';
import { readPe } from './pe.js';

/**
 * The layout of an ELF, Mach-O or PE executable; undefined for any other file and for one whose headers make no
 * sense. Kept for as long as the file's body is, because several catalogers ask for it. Throws CatalogError (limit)
 * when its tables lie behind what was read.
 */
export function executableOf(file: CatalogedFile): Executable | undefined {
  const known = layouts.get(file.bytes);
  if (known) return known.executable;
  const executable = layoutOf(file);
  layouts.set(file.bytes, { executable });
  return executable;
}

const layouts = new WeakMap<Uint8Array, { readonly executable: Executable | undefined }>();

function layoutOf(file: CatalogedFile): Executable | undefined {
  if (file.bytes.length < 64) return undefined;
  const magic = view(file.bytes).getUint32(0);
  const part: ReadPart = (offset, length) => {
    const bytes = file.part(offset, length);
    // Of a very large program in a compressed layer only the beginning is there.
    if (bytes.length === 0 && length > 0 && offset >= 0 && offset < file.size) {
      throw new CatalogError('is larger than what is read of a compressed layer', 'limit');
    }
    return bytes;
  };
  if (magic === 0x7f454c46) return readElf(part);
  if (magic === 0xcffaedfe || magic === 0xfeedfacf) return readMachO(part);
  if (magic >>> 16 === 0x4d5a) return readPe(part);
  return undefined;
}
