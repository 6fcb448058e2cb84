/**
 * What a pull request changes of the files that a step makes: the last parts of their paths, or `all` if that is not known. Folders
 * and links of an image can lead elsewhere, but a copied file keeps its name.
 */
export type ChangedNames = 'all' | ReadonlySet<string>;

export const NO_CHANGES: ChangedNames = new Set();

export function changesAny(touched: ChangedNames): boolean {
  return touched === 'all' || touched.size > 0;
}

export function joinChanges(parts: readonly ChangedNames[]): ChangedNames {
  const names = new Set<string>();
  for (const part of parts) {
    if (part === 'all') return 'all';
    for (const name of part) names.add(name);
  }
  return names;
}

/** Whether files may be changed ones, or in changed archives; also if there are no paths. */
export function mayChange(touched: ChangedNames, paths: readonly string[]): boolean {
  if (touched === 'all') return true;
  if (touched.size === 0) return false;
  return (
    paths.length === 0 || paths.some((path) => fileNames(path).some((name) => touched.has(name)))
  );
}

/** The name of a file, and those of the archives that it may be in, which have an ending. */
function fileNames(path: string): string[] {
  const parts = path.split(/[/\\!:]/);
  return parts.filter((part, i) => i === parts.length - 1 || part.includes('.'));
}
