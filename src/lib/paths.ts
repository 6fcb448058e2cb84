import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * Whether a path below `root` leads out of it through a symbolic link: otherwise a repository could make Portside show
 * any file of the machine. A path that leads out without a link was given by the user. False for a missing file.
 */
export function escapesViaSymlink(root: string, path: string): boolean {
  if (!isInside(resolve(root), resolve(root, path))) return false;
  try {
    return !isInside(realpathSync(root), realpathSync(resolve(root, path)));
  } catch {
    return false;
  }
}

/** Whether `file` is `folder` or below it, comparing the absolute paths only: links are not followed. */
export function isInside(folder: string, file: string): boolean {
  const inside = relative(folder, file);
  return inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}
