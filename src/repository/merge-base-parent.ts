import type { Host } from '../core/host.js';

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
  const program = await host.find('git');
  if (program === undefined) return undefined;
  const args = ['--no-replace-objects', '-C', root, 'cat-file', 'commit', sha];
  const { status, stdout } = await host.run(program, args, { timeout: 30_000 });
  const [head = ''] = stdout.split('\n\n');
  const parents = [...head.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map(([, id]) => id);
  return status === 0 && parents.length === 2 && parents[1] === headSha ? parents[0] : undefined;
}
