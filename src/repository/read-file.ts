import { lstat, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PortsideError, reason } from '../lib/errors.js';
import { escapesViaSymlink } from '../lib/paths.js';

/**
 * The text of a file below `root`; undefined if there is none, or if it is not a regular file. Throws PortsideError
 * (incomplete) for a link that leads out of the repository, a file of more than `maxBytes`, and one that cannot be read.
 */
export async function readRepositoryFile(
  root: string,
  path: string,
  maxBytes: number,
): Promise<string | undefined> {
  const file = resolve(root, path);
  if (escapesViaSymlink(root, path))
    throw new PortsideError(
      'PSE2501',
      `Cannot read ${path}: it is a link that leads out of the repository`,
      'Replace the link by a file',
    );
  try {
    const about = await stat(file);
    if (!about.isFile()) return undefined;
    if (about.size <= maxBytes) return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new PortsideError(
      'PSE2502',
      `Cannot read ${path}: ${reason(error)}`,
      'Check the path and its permissions',
      error,
    );
  }
  throw new PortsideError(
    'PSE2502',
    `Cannot read ${path}: it is larger than ${maxBytes >> 20} MiB`,
    'Make it smaller, or leave it out',
  );
}

/** What there is at a path, with an article: `a file`, `a FIFO`, `a link to a file that does not exist`. */
export async function fileType(file: string): Promise<string> {
  const link = await lstat(file).catch(() => undefined);
  const about = await stat(file).catch(() => undefined);
  if (!about) return link?.isSymbolicLink() ? 'a link that leads to no file' : 'missing';
  if (about.isFile()) return 'a file';
  if (about.isDirectory()) return link?.isSymbolicLink() ? 'a link to a folder' : 'a folder';
  if (about.isFIFO()) return 'a FIFO, not a file';
  return about.isSocket() ? 'a socket, not a file' : 'a device, not a file';
}
