import { PortsideError } from '../lib/errors.js';
import type { PullRequestTrees, TreeEntry } from './tree.js';

/** The paths that differ between two trees: changed, added and removed. */
export function differingPaths(
  before: ReadonlyMap<string, TreeEntry>,
  after: ReadonlyMap<string, TreeEntry>,
): Set<string> {
  return new Set(
    [...before.keys(), ...after.keys()].filter((path) => {
      const [a, b] = [before.get(path), after.get(path)];
      return a?.id !== b?.id || a?.mode !== b?.mode;
    }),
  );
}

/** The files of a change. */
export interface ChangedFiles {
  readonly changed: ReadonlySet<string>;
  /** All files of the base commit, and of the head. */
  readonly base: ReadonlyMap<string, TreeEntry>;
  readonly head: ReadonlyMap<string, TreeEntry>;
}

/** The files of a change; undefined if the files of one of its commits are not known. */
export async function changedFiles({
  baseCommit,
  head,
}: PullRequestTrees): Promise<ChangedFiles | undefined> {
  try {
    const [before, after] = await Promise.all([baseCommit.list(''), head.list('')]);
    return { changed: differingPaths(before, after), base: before, head: after };
  } catch (error) {
    if (error instanceof PortsideError) return undefined;
    throw error;
  }
}

/** Tests whether a change adds, modifies or removes a path; nothing without a change, everything if its files are not known. */
export async function touchTest(
  trees: PullRequestTrees | undefined,
): Promise<(path: string) => boolean> {
  if (!trees) return () => false;
  const about = await changedFiles(trees);
  return (path) => about?.changed.has(path) !== false;
}
