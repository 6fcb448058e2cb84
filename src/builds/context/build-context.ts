import { existsSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { ancestorFolders } from '../../lib/paths.js';
import { STANDARD_INPUT } from '../../repository/input-text.js';

/** The number of paths that are looked up. */
const MAX_PATHS = 50;

/**
 * The probable build context of a Dockerfile, relative to the root: of its own folder and the folders above, the nearest
 * that has most of the `paths` that it copies. Undefined if none has any.
 */
export function guessBuildContext(
  root: string,
  dockerfile: string,
  paths: readonly string[],
): string | undefined {
  if (dockerfile === STANDARD_INPUT || paths.length === 0) return undefined;
  let best: string | undefined;
  let most = 0;
  for (const folder of ancestorFolders(posix.dirname(dockerfile))) {
    const there = paths
      .slice(0, MAX_PATHS)
      .filter((path) => existsSync(resolve(root, folder, path))).length;
    if (there > most) [best, most] = [folder, there];
  }
  return best;
}
