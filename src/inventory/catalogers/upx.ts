import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { wantsExecutable } from '../executables/executable.js';

/**
 * Programs packed with UPX. Their modules and version strings are compressed, so that the other catalogers find nothing
 * in them: each is reported as a file that cannot be read.
 */
export const upx: Cataloger = {
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
  const text = Buffer.from(start.buffer, start.byteOffset, start.byteLength).toString('latin1');
  if (EXECUTABLE.test(text) && text.includes('UPX!'))
    throw new CatalogError(
      'is packed with UPX, so the packages in it are not known. Copy the program into the image without packing it',
    );
  return [];
}
