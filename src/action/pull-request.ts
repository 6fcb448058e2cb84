import type { PullRequestTrees } from '../repository/tree.js';
import type { Step } from './setup.js';

/**
 * The base and the head of a pull request or merge group, from the local repository if it has the commits, else from
 * GitHub's API. Undefined when the run is for neither.
 */
export async function readPullRequestTrees({
  github,
  client,
  host,
}: Step): Promise<PullRequestTrees | undefined> {
  if (!github) return undefined;
  const [{ baseCommit, githubTree, unknownBaseTree }, { gitTree }, { lazyTree }] =
    await Promise.all([
      import('../github/github-tree.js'),
      import('../repository/git-tree.js'),
      import('../repository/tree.js'),
    ]);
  const { event, sha } = github;
  const head = lazyTree('the pull request', async () => {
    const local = await gitTree('.', 'HEAD', host).catch(() => undefined);
    return local ?? githubTree(github, { sha, name: 'the pull request' }, client);
  });
  const commit = baseCommit(github);
  if (!commit) {
    const base = unknownBaseTree(github);
    return base && { base, head };
  }
  // The base in the event is that of the last push. The merge commit may be on a newer one.
  const { mergeBaseParent } = await import('../repository/merge-base-parent.js');
  const merged =
    event.kind === 'pull_request'
      ? await mergeBaseParent('.', sha, event.headSha, host).catch(() => undefined)
      : undefined;
  const current = { ...commit, sha: merged ?? commit.sha };
  const local = await gitTree('.', current.sha, host, current.name).catch(() => undefined);
  return { base: local ?? githubTree(github, current, client), head };
}
