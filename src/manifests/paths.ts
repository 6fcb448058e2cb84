/** The text of a file by its path from the repository root; undefined if it is missing, outside or too large. */
export type ReadRepositoryFile = (path: string) => string | undefined;

/** The path that `relative` means in the file at `path`. It can leave the repository; the file reader rejects that. */
export function siblingPath(path: string, relative: string): string {
  if (relative.startsWith('/')) return relative;
  const parts = path.split('/').slice(0, -1);
  for (const part of relative.split('/'))
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  return parts.join('/');
}

/** Whether a file is JSON by its name. */
export function isJson(path: string): boolean {
  return /\.json$/i.test(path);
}

/** Whether a path is in a folder of vendored code, which discovery does not search. */
export function isVendored(path: string): boolean {
  return /(^|\/)(?:node_modules|vendor)\//.test(path);
}
