import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { PullRequestTrees, Tree } from './tree.js';

/** A path of the checkout with its links resolved. Paths are relative to the root, with forward slashes. */
export interface ResolvedPath {
  /** The file that the path leads to; the path itself if there is none. */
  readonly file: string;
  /** The links of the path, and the repository below the root that has the file: a submodule or another checkout. */
  readonly through: readonly string[];
}

export function resolvePath(root: string, path: string): ResolvedPath {
  const places: string[] = [];
  const follow = (start: string): string[] => {
    const parts = start.split('/');
    return parts.map((_, depth) => parts.slice(0, depth + 1).join('/'));
  };
  for (const place of follow(path)) if (isLink(join(root, place))) places.push(place);
  const file = places.length === 0 ? path : real(root, path);
  const repository = follow(file)
    .slice(0, -1)
    .findLast((folder) => existsSync(join(root, folder, '.git')));
  return { file, through: repository === undefined ? places : [...places, repository] };
}

/** Whether the pull request changes a link or submodule of the path. Throws PortsideError (incomplete). */
export async function isChanged(
  { through }: ResolvedPath,
  { baseCommit, head }: PullRequestTrees,
): Promise<boolean> {
  for (const place of through)
    if ((await idAt(baseCommit, place)) !== (await idAt(head, place))) return true;
  return false;
}

async function idAt(tree: Tree, path: string): Promise<string | undefined> {
  return (await tree.list(path)).get(path)?.id;
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function real(root: string, path: string): string {
  try {
    return relative(realpathSync(root), realpathSync(join(root, path)))
      .split(sep)
      .join('/');
  } catch {
    return path;
  }
}
