import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * Whether a file that is named as one below `root` is elsewhere, by a symbolic link: whoever writes the repository could
 * have any file of the machine shown. A path that leads out by itself is its user's wish. False for a missing file.
 */
export function escapesViaSymlink(root: string, path: string): boolean {
  if (!isInside(resolve(root), resolve(root, path))) return false;
  try {
    return !isInside(realpathSync(root), realpathSync(resolve(root, path)));
  } catch {
    return false;
  }
}

/** Whether a path is a folder itself or leads below it, as the texts are: no link is followed. Both absolute. */
export function isInside(folder: string, file: string): boolean {
  const inside = relative(folder, file);
  return inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}
