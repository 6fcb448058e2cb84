import { realpathSync } from 'node:fs';
import { isAbsolute, posix, relative, resolve, sep } from 'node:path';

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

/** The paths without those that lead to the same file as an earlier one, also through a link. */
export function distinctFiles(root: string, paths: readonly string[]): string[] {
  const files = new Map<string, string>();
  for (const path of paths) {
    const file = realPath(resolve(root, path));
    if (!files.has(file)) files.set(file, path);
  }
  return [...files.values()];
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** The folder and those above it, up to the root. A folder outside the root is returned alone. */
export function ancestorFolders(folder: string): string[] {
  const folders = [folder];
  for (let at = folder; at !== '.' && at !== '/' && !at.startsWith('..'); ) {
    at = posix.dirname(at);
    folders.push(at);
  }
  return folders;
}

/** The last part of a path with slashes. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder of a path with slashes; empty for one without a folder. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** The same with the slash at its end, so that a name can be added: `a/b/`, or empty. */
export function folderPrefix(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
