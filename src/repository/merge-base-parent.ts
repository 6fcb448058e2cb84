import type { Host } from '../core/host.js';
import { gitIn } from './git.js';

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
  const commit = await git?.(['cat-file', 'commit', sha]);
  const [head = ''] = (commit?.toString('utf8') ?? '').split('\n\n');
  const parents = [...head.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map(([, id]) => id);
  return parents.length === 2 && parents[1] === headSha ? parents[0] : undefined;
}
