import type { Commit } from '../github/github-tree.js';
import { PortsideError } from '../lib/errors.js';
import {
  lazyTree,
  type PullRequestTrees,
  subtree,
  type Tree,
  withFallback,
} from '../repository/tree.js';
import type { ActionContext } from './setup.js';
import type { WorkingDirectory } from './working-directory.js';

/** The files of a commit, in the whole repository or below the checked folder. */
type TreeBelow = (place: Pick<WorkingDirectory, 'root' | 'folder'>) => Promise<Tree>;

/**
 * The base and the head of a pull request or merge group, or the commits before and after a push, from the local
 * repository if it has them, else from GitHub's API. Undefined when the run is for none of these.
 */
export async function readPullRequestTrees(
  { github, client, host }: ActionContext,
  checked: WorkingDirectory,
): Promise<PullRequestTrees | undefined> {
  if (!github) return undefined;
  const [
    { githubTree, unknownBaseTree },
    { otherSubject, readOnlyReason, subjectName },
    { gitTree },
  ] = await Promise.all([
    import('../github/github-tree.js'),
    import('../github/event.js'),
    import('../repository/git-tree.js'),
  ]);
  const { root, commits } = checked;
  const { event, sha } = github;
  const treeOf =
    (revision: string, commit: { readonly sha: string; readonly name: string }): TreeBelow =>
    async ({ root, folder }) => {
      const local = await gitTree(root, revision, host, commit.name).catch(() => undefined);
      const remote = subtree(githubTree(github, commit, client), folder);
      return local ? withFallback(local, remote) : remote;
    };
  const headTree = treeOf('HEAD', { sha, name: 'the pull request' });
  const head = lazyTree('the pull request', () => headTree(checked));
  const other = otherSubject(commits, github);
  const target = subjectName(github);
  const facts = {
    ...(other !== undefined && { notChecked: gap(target, `the checkout is ${other}`) }),
    ...(event.kind === 'push' && { isPush: true }),
    withoutSecrets: readOnlyReason(github) !== undefined,
    ...(event.kind === 'pull_request' && event.fork && { isFork: true }),
  };
  const current = await comparedCommit({ github, host }, root);
  if (!current) {
    const baseCommit = unknownBaseTree(github);
    return baseCommit && { baseCommit, head, ...facts };
  }
  const baseTree = treeOf(current.sha, current);
  const moved = await movedSubmodule(checked, [baseTree, headTree]);
  if (moved === undefined) return { baseCommit: await baseTree(checked), head, ...facts };
  // What decides about the verdict is not read from files that the pull request brings.
  const baseCommit = unreadableTree(current.name, moved);
  return { baseCommit, head, notChecked: { target, reason: moved }, ...facts };
}

/**
 * The commit that the run is compared with; undefined if there is none. The base in the event of a pull request is that of the
 * last push: the merge commit may be on a newer one.
 */
export async function comparedCommit(
  { github, host }: Pick<ActionContext, 'github' | 'host'>,
  root: string,
): Promise<Commit | undefined> {
  const [{ baseCommit }, { mergeBaseParent }] = await Promise.all([
    import('../github/github-tree.js'),
    import('../repository/parent-commits.js'),
  ]);
  const commit = github && baseCommit(github);
  if (!commit || github.event.kind !== 'pull_request') return commit;
  const { headSha } = github.event;
  const merged = await mergeBaseParent(root, github.sha, headSha, host).catch(() => undefined);
  return { ...commit, sha: merged ?? commit.sha };
}

/** Why a submodule with the checked folder cannot be compared; undefined if both commits have the same commit of it. */
async function movedSubmodule(
  { top, submodule }: WorkingDirectory,
  trees: readonly TreeBelow[],
): Promise<string | undefined> {
  if (submodule === undefined) return undefined;
  const ids = trees.map(async (tree) => {
    const listed = await (await tree({ root: top, folder: '' })).list(submodule);
    return listed.get(submodule)?.id;
  });
  const [before, after] = await Promise.all(ids).catch(() => [undefined, 'unknown']);
  if (before === after) return undefined;
  return `it changes the submodule ${submodule}. Check that in its own repository`;
}

function unreadableTree(name: string, reason: string): Tree {
  const fail = async (): Promise<never> => {
    throw new PortsideError('PSE2503', `Cannot read the files of ${name}: ${reason}`);
  };
  return { name, list: fail, read: fail };
}

function gap(target: string, reason: string): PullRequestTrees['notChecked'] {
  const advice = 'On pull_request, let actions/checkout use its default ref';
  return { target, reason: `${reason}. ${advice}` };
}
