import { isUtf8 } from 'node:buffer';
import { lstatSync } from 'node:fs';
import { join, posix } from 'node:path';
import { reason } from '../../lib/errors.js';
import { readRegularFile } from '../../lib/regular-file.js';

/** The largest lockfiles of real projects have some megabytes. */
const MAX_BYTES = 32 << 20;

/** Why a file is not read or written; the message follows the path. */
export class UnsafeFile extends Error {
  override readonly name = 'UnsafeFile';
}

/**
 * The text of a file below `root` that may be edited. Throws UnsafeFile for a path that leads out of the folder or into
 * the data of Git, for a link on the way to it, and for what is not a text in UTF-8. A byte order mark is kept.
 */
export function readEditable(root: string, path: string): string {
  requireSafePath(root, path);
  const bytes = bytesOf(join(root, path));
  if (!isUtf8(bytes)) throw new UnsafeFile('it is not UTF-8');
  return bytes.toString('utf8');
}

function bytesOf(file: string): Buffer {
  try {
    return readRegularFile(file, MAX_BYTES);
  } catch (error) {
    throw new UnsafeFile(reason(error));
  }
}

/** Throws UnsafeFile unless each folder of the path is a folder, and the path stays in `root` without a link. */
export function requireSafePath(root: string, path: string): void {
  const parts = path.split('/');
  // A quotation mark or a control character would need quoting in a patch.
  if (path === '' || /[\\"\p{Cc}]/u.test(path)) throw new UnsafeFile('it is not a usual path');
  if (posix.isAbsolute(path) || /^[a-z]:/i.test(path) || posix.normalize(path) !== path)
    throw new UnsafeFile('it is not a path in the repository');
  if (parts.includes('..')) throw new UnsafeFile('it leads out of the repository');
  if (parts.some((part) => part.toLowerCase() === '.git'))
    throw new UnsafeFile('it is in the data of Git');
  for (const depth of parts.keys()) {
    const place = parts.slice(0, depth + 1).join('/');
    if (lstatSync(join(root, place), { throwIfNoEntry: false })?.isSymbolicLink())
      throw new UnsafeFile(place === path ? 'it is a link' : `${place} is a link`);
  }
}

/** Whether there is nothing at a path. Throws UnsafeFile. */
export function isMissing(root: string, path: string): boolean {
  requireSafePath(root, path);
  return lstatSync(join(root, path), { throwIfNoEntry: false }) === undefined;
}
