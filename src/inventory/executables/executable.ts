import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile } from '../cataloger.js';
import { readElf } from './elf.js';
import { type Executable, type ReadFilePart, view } from './layout.js';
import { readMachO } from './macho.js';
import { readPe } from './pe.js';

/**
 * The sections and segments of an ELF, Mach-O or PE executable; undefined for any other file, and when its headers are
 * invalid. Cached as long as the file's bytes are in memory, because several catalogers need it. Throws CatalogError
 * (limit) when its tables are in a part of the file that was not read.
 */
export function executableOf(file: CatalogedFile): Executable | undefined {
  const cached = layouts.get(file.bytes);
  if (cached) return cached.executable;
  const executable = layoutOf(file);
  layouts.set(file.bytes, { executable });
  return executable;
}

const layouts = new WeakMap<Uint8Array, { readonly executable: Executable | undefined }>();

function layoutOf(file: CatalogedFile): Executable | undefined {
  if (file.bytes.length < 64) return undefined;
  const magic = view(file.bytes).getUint32(0);
  const part: ReadFilePart = (offset, length) => {
    const bytes = file.part(offset, length);
    // Only the beginning of a very large program in a compressed layer is read.
    if (bytes.length === 0 && length > 0 && offset >= 0 && offset < file.size) {
      throw new CatalogError('is larger than the limit for files of compressed layers', 'limit');
    }
    return bytes;
  };
  if (magic === 0x7f454c46) return readElf(part);
  if (magic === 0xcffaedfe || magic === 0xfeedfacf) return readMachO(part);
  if (magic >>> 16 === 0x4d5a) return readPe(part);
  return undefined;
}

/** How many bytes of a file to read that may be an executable, by its permissions or its name; 0 for other files. */
export function wantsExecutable(path: string, size: number, mode: number): number {
  const isExecutable = (mode & 0o111) !== 0 || path.endsWith('.exe');
  return isExecutable && size >= MIN_BYTES && !OTHER_FILE.test(path)
    ? Math.min(size, MAX_STREAMED_BYTES)
    : 0;
}

/** Go and Rust linkers write no smaller executables. */
const MIN_BYTES = 16_384;
/** Largest file that is read from a layer without random access. */
const MAX_STREAMED_BYTES = 512 * 1024 * 1024;
/** Names of other files that often are executable: C libraries, archives, scripts. */
const OTHER_FILE = /\.(?:so(?:\.[\d.]+)?|a|o|ko|py|pl|rb|sh|js|mjs|jar|whl|html?|txt|gz|zip|png)$/;
