import type { ImageFiles } from '../start/image-files.js';

/** An object that a distribution offers to others by name. */
export interface EntryPoint {
  readonly group: string;
  readonly name: string;
  readonly module: string;
}

const MAX_FILES = 2000;

/** The entry points of all distributions in the folders. Source: PyPA specifications, "Entry points". */
export function readEntryPoints(folders: readonly string[], files: ImageFiles): EntryPoint[] {
  const found: EntryPoint[] = [];
  const paths = folders.flatMap((folder) =>
    files.matching(folder, /^[^/]+\.(?:dist|egg)-info\/entry_points\.txt$/),
  );
  for (const path of files.atMost(paths, MAX_FILES, 'the lists of entry points are')) {
    let group = '';
    for (const line of (files.wholeText(path, 262_144) ?? '').split('\n')) {
      const [, section] = /^\s*\[([^\]]{1,200})\]/.exec(line) ?? [];
      if (section !== undefined) group = section.trim();
      const [, name, module] = /^\s*([^=#[]{1,200}?)\s*=\s*([\w.]{1,200})/.exec(line) ?? [];
      if (name !== undefined && module !== undefined) found.push({ group, name, module });
    }
  }
  return found;
}
