import { existsSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { BaseBranchFiles } from './base-branch-files.js';

/** The .gitignore file of one folder; the root is ''. */
export interface GitIgnoreFile {
  readonly folder: string;
  readonly patterns: Ignore;
}

/** Reads the .gitignore file of a folder; a file that cannot be read ignores nothing. */
export async function readGitIgnoreFile(
  files: BaseBranchFiles,
  folder: string,
): Promise<GitIgnoreFile> {
  const path = folder === '' ? '.gitignore' : `${folder}/.gitignore`;
  const text = await files.read(path).catch(() => undefined);
  return { folder, patterns: ignore().add(text ?? '') };
}

/** Whether the files of the folders above a path, outermost first, ignore it. The last matching pattern decides. */
export function matchesGitIgnore(
  files: readonly GitIgnoreFile[],
  path: string,
  isFolder: boolean,
): boolean {
  let ignored = false;
  for (const { folder, patterns } of files) {
    const below = folder === '' ? path : path.slice(folder.length + 1);
    const match = patterns.test(isFolder ? `${below}/` : below);
    if (match.ignored) ignored = true;
    else if (match.unignored) ignored = false;
  }
  return ignored;
}

/**
 * A test of whether Git ignores a path, by the .gitignore files in the folders of `paths` and above. They are read from
 * `files`, so that a pull request cannot hide what it adds.
 */
export async function gitIgnored(
  root: string,
  files: BaseBranchFiles,
  paths: readonly string[],
): Promise<(path: string) => boolean> {
  const known = new Map<string, GitIgnoreFile>();
  for (const folder of new Set(paths.flatMap(ancestors)))
    if (existsSync(join(root, folder, '.gitignore')))
      known.set(folder, await readGitIgnoreFile(files, folder));
  const isIgnored = (path: string, isFolder: boolean) =>
    matchesGitIgnore(
      ancestors(path).flatMap((folder) => known.get(folder) ?? []),
      path,
      isFolder,
    );
  // Everything below an ignored folder is ignored. A path that leads out of the repository is not Git's.
  return (path) =>
    ignore.isPathValid(path) &&
    (isIgnored(path, false) ||
      ancestors(path)
        .slice(1)
        .some((folder) => isIgnored(folder, true)));
}

/** The folders that contain a path, the root first. */
function ancestors(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return ['', ...parts.map((_, depth) => parts.slice(0, depth + 1).join('/'))];
}
