import { existsSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { BaseBranchFiles } from '../../repository/base-branch-files.js';

/**
 * Whether the .gitignore files in the folders of `paths` and above leave another path out, as discovery does: it is not
 * committed. They are read from `configuration`, so that a change cannot hide what it brings.
 */
export async function gitIgnored(
  root: string,
  configuration: BaseBranchFiles,
  paths: readonly string[],
): Promise<(path: string) => boolean> {
  const matchers = new Map<string, Ignore>();
  for (const folder of new Set(paths.flatMap(foldersOf))) {
    const path = folder === '' ? '.gitignore' : `${folder}/.gitignore`;
    if (!existsSync(join(root, path))) continue;
    const text = await configuration.read(path).catch(() => undefined);
    if (text !== undefined) matchers.set(folder, ignore().add(text));
  }
  const leftOut = (path: string) =>
    foldersOf(path).reduce((left, folder) => {
      const below = folder === '' ? path : path.slice(folder.length + 1);
      const verdict = matchers.get(folder)?.test(below);
      return verdict?.unignored ? false : left || verdict?.ignored === true;
    }, false);
  // A folder that is left out takes all below it with it. A path out of the repository is not Git's.
  return (path) =>
    ignore.isPathValid(path) &&
    [
      path,
      ...foldersOf(path)
        .slice(1)
        .map((folder) => `${folder}/`),
    ].some(leftOut);
}

/** The folders that a path is in, the root first. */
function foldersOf(path: string): string[] {
  const parts = path.replace(/\/$/, '').split('/').slice(0, -1);
  return ['', ...parts.map((_, depth) => parts.slice(0, depth + 1).join('/'))];
}
