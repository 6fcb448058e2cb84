import { CatalogError } from './catalog-error.js';
import type { CatalogedFile } from './cataloger.js';

const MEBIBYTE = 1024 * 1024;

/** What `wants` says of a file that is read whole or not at all: of a larger one a byte, so that `whole` is asked. */
export function maxMebibytes(mebibytes: number, size: number): number {
  return size <= mebibytes * MEBIBYTE ? Infinity : 1;
}

/** The whole body. Throws CatalogError (limit) when the file was larger than its cataloger takes. */
export function requireFullContent(file: CatalogedFile): Uint8Array {
  if (file.bytes.length < file.size) {
    throw new CatalogError(
      `is larger (${file.size} bytes) than what is read of such files`,
      'limit',
    );
  }
  return file.bytes;
}
