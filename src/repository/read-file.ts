import { resolve } from 'node:path';
import { PortsideError, reason } from '../lib/errors.js';
import { escapesViaSymlink } from '../lib/paths.js';
import { fileType, readRegularFile } from '../lib/regular-file.js';

/**
 * The text of a file below `root`, UTF-8 unless `decode` is passed; undefined if there is none, or if it is not a regular file. Throws PortsideError
 * (incomplete) for a link that leads out of the repository, a file of more than `maxBytes`, and one that cannot be read.
 */
export async function readRepositoryFile(
  root: string,
  path: string,
  maxBytes: number,
  decode: (bytes: Buffer) => string = (bytes) => bytes.toString('utf8'),
): Promise<string | undefined> {
  const file = resolve(root, path);
  if (escapesViaSymlink(root, path))
    throw new PortsideError(
      'PSE2501',
      `Cannot read ${path}: it is a link that leads out of the repository`,
      'Replace the link by a file',
    );
  try {
    if (fileType(file) !== 'a file') return undefined;
    return decode(readRegularFile(file, maxBytes));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw new PortsideError(
      'PSE2502',
      `Cannot read ${path}: ${reason(error)}`,
      'Check the path, the size of the file and its permissions',
      error,
    );
  }
}
