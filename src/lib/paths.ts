import { realpathSync, statSync } from 'node:fs';
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
    const file = pathWithoutLinks(resolve(root, path)) ?? resolve(root, path);
    if (!files.has(file)) files.set(file, path);
  }
  return [...files.values()];
}

/** The path without links; undefined if there is nothing. */
export function pathWithoutLinks(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

/** Whether a path is a folder, or a link to one. */
export function isExistingFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
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

/** The name of a program, by a path of any system, without `.exe`. */
export function windowsProgramName(path: string): string {
  return windowsBaseName(path).replace(/\.exe$/i, '');
}

/** The last part of a path with slashes or backslashes. */
export function windowsBaseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** The folders of a path with slashes, the innermost first, without the root. */
export function* foldersAbove(path: string): Generator<string> {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
    yield path.slice(0, at);
}

/** The innermost folder that all paths are in; empty for the root. */
export function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split('/').slice(0, -1));
  const differs = first.findIndex((name, depth) => others.some((parts) => parts[depth] !== name));
  return first.slice(0, differs < 0 ? first.length : differs).join('/');
}

/** The folder of a path with slashes; empty for one without a folder. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** The same with the slash at its end, so that a name can be added: `a/b/`, or empty. */
export function folderPrefix(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
