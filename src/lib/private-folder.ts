import { lstatSync, mkdirSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { reason } from './errors.js';

/**
 * Creates a folder that only this user can use, unless it exists. Returns why the folder cannot be used safely: other
 * users could replace the files in it. Undefined if there is no such reason.
 */
export function folderProblem(path: string): string | undefined {
  try {
    if (create(path)) return undefined;
    const [entry, folder] = [lstatSync(path), statSync(path)];
    if (!folder.isDirectory()) return 'it is not a folder';
    // Windows has other permissions.
    const user = process.getuid?.();
    if (user === undefined) return undefined;
    if (entry.uid !== user || folder.uid !== user) return 'it belongs to another user';
    return isWritableByOthers(folder) ? 'other users can write to it' : undefined;
  } catch (error) {
    return reason(error);
  }
}

/** False if the path exists already. Missing parents are created as well: see make-folder.ts. */
function create(path: string): boolean {
  try {
    mkdirSync(path, 0o700);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
  }
  create(dirname(path));
  mkdirSync(path, 0o700);
  return true;
}

/** Many systems give each user a group of the same number, which has no other members. */
function isWritableByOthers({ mode, uid, gid }: Stats): boolean {
  return (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && uid !== gid);
}
