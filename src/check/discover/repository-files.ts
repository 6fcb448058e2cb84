import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { isInside } from '../../lib/paths.js';

/** Files that a manifest names are manifests too. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads text files below `root` by their path from it. What is missing, no regular file, larger than 1 MiB, or outside
 * the repository, also by a symbolic link, gives undefined.
 */
export function repositoryReader(root: string): (path: string) => string | undefined {
  return (path) => {
    if (isAbsolute(path)) return undefined;
    try {
      const base = realpathSync(root);
      const file = realpathSync(join(base, path));
      if (!isInside(base, file)) return undefined;
      const about = statSync(file);
      return about.isFile() && about.size <= MAX_BYTES ? readFileSync(file, 'utf8') : undefined;
    } catch {
      return undefined;
    }
  };
}
