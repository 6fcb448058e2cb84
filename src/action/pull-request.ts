import { lazyTree, type PullRequestTrees, subtree, withFallback } from '../repository/tree.js';
import type { Step } from './setup.js';
import type { WorkingDirectory } from './working-directory.js';

/**
 * The base and the head of a pull request or merge group, or the commits before and after a push, from the local
 * repository if it has them, else from GitHub's API. Undefined when the run is for none of these.
 */
export async function readPullRequestTrees(
  { github, client, host }: Step,
  { root, commits, folder }: WorkingDirectory,
): Promise<PullRequestTrees | undefined> {
  if (!github) return undefined;
  const [
    { baseCommit, githubTree, unknownBaseTree },
    { otherSubject, readOnlyReason, subjectName },
    { gitTree },
  ] = await Promise.all([
    import('../github/github-tree.js'),
    import('../github/event.js'),
    import('../repository/git-tree.js'),
  ]);
  const { event, sha } = github;
  const head = lazyTree('the pull request', async () => {
    const local = await gitTree(root, 'HEAD', host).catch(() => undefined);
    const remote = subtree(githubTree(github, { sha, name: 'the pull request' }, client), folder);
    return local ? withFallback(local, remote) : remote;
  });
  const other = otherSubject(commits, github);
  const notChecked = other === undefined ? {} : { notChecked: gap(subjectName(github), other) };
  const facts = {
    ...notChecked,
    ...(event.kind === 'push' && { isPush: true }),
    withoutSecrets: readOnlyReason(github) !== undefined,
    ...(event.kind === 'pull_request' && event.fork && { isFork: true }),
  };
  const commit = baseCommit(github);
  if (!commit) {
    const base = unknownBaseTree(github);
    return base && { base, head, ...facts };
  }
  // The base in the event is that of the last push. The merge commit may be on a newer one.
  const { mergeBaseParent } = await import('../repository/merge-base-parent.js');
  const merged =
    event.kind === 'pull_request'
      ? await mergeBaseParent(root, sha, event.headSha, host).catch(() => undefined)
      : undefined;
  const current = { ...commit, sha: merged ?? commit.sha };
  const local = await gitTree(root, current.sha, host, current.name).catch(() => undefined);
  const remote = subtree(githubTree(github, current, client), folder);
  return { base: local ? withFallback(local, remote) : remote, head, ...facts };
}

function gap(target: string, other: string): PullRequestTrees['notChecked'] {
  const advice = 'On pull_request, let actions/checkout use its default ref';
  return { target, reason: `the checkout is ${other}. ${advice}` };
}
