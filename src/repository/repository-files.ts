import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { decodeText } from '../lib/decode-text.js';
import { isInside } from '../lib/paths.js';

/** Bytes. Files that a manifest names are as small as manifests. */
export const MAX_REPOSITORY_FILE = 1024 * 1024;

/**
 * A reader of text files below `root`. It returns undefined for a file that is missing, not regular, larger than 1 MiB (or
 * `maxBytes`), or outside the repository, also through a symbolic link.
 */
export function repositoryReader(
  root: string,
  maxBytes = MAX_REPOSITORY_FILE,
): (path: string) => string | undefined {
  return (path) => {
    if (isAbsolute(path)) return undefined;
    try {
      const base = realpathSync(root);
      const file = realpathSync(join(base, path));
      if (!isInside(base, file)) return undefined;
      const about = statSync(file);
      return about.isFile() && about.size <= maxBytes ? decodeText(readFileSync(file)) : undefined;
    } catch {
      return undefined;
    }
  };
}
