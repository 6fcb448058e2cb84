import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Change, Tree } from './tree.js';

/** How a path of the checkout leads to a file. All are relative to the root, with forward slashes. */
export interface ResolvedPath {
  /** The file that is read in the end; where there is none, the path itself. */
  readonly file: string;
  /** Links on the way, and the repository below the root that the file is in: a submodule, or another checkout. */
  readonly through: readonly string[];
}

export function wayTo(root: string, path: string): ResolvedPath {
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

/** Whether the change makes another link or submodule of what is on the way. Throws PortsideError (incomplete). */
export async function isAltered(
  { through }: ResolvedPath,
  { base, head }: Change,
): Promise<boolean> {
  for (const place of through)
    if ((await idAt(base, place)) !== (await idAt(head, place))) return true;
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
