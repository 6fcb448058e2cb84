import type { Host } from '../core/host.js';
import { type Git, gitIn } from './git.js';

/** Whether HEAD of a checkout is a descendant of a commit. False if Git cannot be asked or does not have the commit. */
export async function containsCommit(root: string, commit: string, host: Host): Promise<boolean> {
  const git = await gitIn(root, host);
  if (!git) return false;
  const isAncestor = git(['merge-base', '--is-ancestor', commit, 'HEAD']);
  if (await isAncestor.catch(() => undefined)) return true;
  // A checkout of depth 1 has no other commit than HEAD, but HEAD names its parents.
  const parents: readonly string[] = await parentsOf('HEAD', git).catch(() => []);
  return parents.includes(commit);
}

/**
 * The base commit of GitHub's merge commit `sha` of a pull request; undefined if `sha` is not such a merge, or the local
 * repository does not have it. A checkout of depth 1 is enough, because a commit names its parents.
 */
export async function mergeBaseParent(
  root: string,
  sha: string,
  headSha: string,
  host: Host,
): Promise<string | undefined> {
  const git = await gitIn(root, host);
  const parents = git ? await parentsOf(sha, git) : [];
  return parents.length === 2 && parents[1] === headSha ? parents[0] : undefined;
}

async function parentsOf(commit: string, git: Git): Promise<readonly string[]> {
  const content = await git(['cat-file', 'commit', commit]);
  const [head = ''] = (content?.toString('utf8') ?? '').split('\n\n');
  return [...head.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map(([, id = '']) => id);
}
