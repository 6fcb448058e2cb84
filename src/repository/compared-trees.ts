import type { Host } from '../core/host.js';
import { PortsideError } from '../lib/errors.js';
import { isInside } from '../lib/paths.js';
import type { Options } from '../options/options.js';
import { readBaseBranch } from './base.js';
import { type BaseBranchFiles, checkoutFiles } from './base-branch-files.js';
import { checkoutTree } from './checkout-tree.js';
import { type Git, gitIn } from './git.js';
import { asId, commitId, commitTree, gitTree, shortRevision } from './git-tree.js';
import { repositoryTops } from './top.js';
import { lazyTree, type PullRequestTrees, type Tree } from './tree.js';

/** The revisions that the options name. */
type Revisions = Partial<Pick<Options, 'baseRef' | 'baselineRef'>>;

/**
 * The files that configure a run: of the revision that `--base-ref` names, else of the base commit of the pull request, else
 * of the commit that `--baseline-ref` compares with, else of the checkout. Throws PortsideError (usage) for a revision that
 * the repository does not have.
 */
export async function baseBranchFiles(
  root: string,
  { baseRef, baselineRef }: Revisions,
  host: Host,
  change?: PullRequestTrees,
): Promise<BaseBranchFiles> {
  if (baseRef === undefined && change) return readBaseBranch(root, change);
  if (baseRef === undefined && baselineRef === undefined) return checkoutFiles(root);
  const trees = await decidingTrees(root, { baseRef, baselineRef }, host);
  if (trees) {
    const top = [...repositoryTops(root)][0]?.top;
    const above = async () => {
      const whole = top && (await decidingTrees(top, { baseRef, baselineRef }, host));
      return whole ? { root: top, files: readBaseBranch(top, whole) } : undefined;
    };
    return { ...readBaseBranch(root, trees), ofRepository: above };
  }
  throw new PortsideError(
    'PSE2001',
    `Cannot read the policy of ${baseRef}: this folder is not in a Git repository with that revision`,
    'Fetch it, for example with git fetch origin main, and use its full name: origin/main',
  );
}

/**
 * What findings are compared with on the command line: the commit at which HEAD left the revision of `--baseline-ref` or
 * `--base-ref`, as in a pull request, or of a push the revision itself; and the checkout with its changes that are not
 * committed. Undefined without these options. Throws PortsideError (usage) if the revision of `--baseline-ref` cannot be compared with.
 */
export async function comparedTrees(
  root: string,
  { baseRef, baselineRef }: Revisions,
  host: Host,
): Promise<PullRequestTrees | undefined> {
  const revision = baselineRef ?? baseRef;
  if (revision !== undefined) rejectSubmodule(root, revision);
  const isPushed = await isPush(root, { baseRef, baselineRef }, host);
  const find = isPushed ? gitTree : branchPoint;
  const baseCommit = revision === undefined ? undefined : await find(root, revision, host);
  if (baseCommit)
    return {
      baseCommit,
      head: lazyTree('the checkout', () => checkoutTree(root, host, 'the checkout')),
    };
  if (baselineRef !== undefined) throw await unknownRevision(root, baselineRef, host);
  return undefined;
}

/**
 * Whether the options are those of a push: its commits are on their branch already, so that `--base-ref` names HEAD, and
 * `--baseline-ref` the commit before.
 */
export async function isPush(
  root: string,
  { baseRef, baselineRef }: Revisions,
  host: Host,
): Promise<boolean> {
  if (baseRef === undefined || baselineRef === undefined) return false;
  const [deciding, head] = await Promise.all(
    [baseRef, 'HEAD'].map((revision) => gitTree(root, revision, host)),
  );
  return head?.commit !== undefined && deciding?.commit === head.commit;
}

/**
 * A change can replace a folder by a submodule, whose branches have the same names: it would be compared with itself. Who works
 * in a submodule means that. Throws PortsideError (usage).
 */
function rejectSubmodule(root: string, revision: string): void {
  const [place] = repositoryTops(root);
  if (!place || !SUBMODULE.test(place.data) || isInside(place.top, process.cwd())) return;
  throw new PortsideError(
    'PSE2008',
    `Cannot compare ${root} with ${revision}: it is in a submodule`,
    'Start portside in the submodule, to compare it with a revision of its own repository',
  );
}

/** The data of a submodule is in that of its repository. */
const SUBMODULE = /[\\/]\.git[\\/](?:.*[\\/])?modules[\\/]/;

/**
 * The commit at which HEAD left a revision; the revision itself if they have no commit in common. Throws PortsideError (usage)
 * if a shallow clone does not have that commit: the revision has changes of its own since, which would count as removed.
 */
async function branchPoint(root: string, revision: string, host: Host): Promise<Tree | undefined> {
  const git = await gitIn(root, host);
  if (!git) return undefined;
  const tip = await commitId(git, revision);
  if (tip === undefined) return undefined;
  const answer = await git(['merge-base', '--end-of-options', tip, 'HEAD']).catch(() => undefined);
  const common = asId(answer);
  if (common === undefined && (await isShallow(git)))
    throw new PortsideError(
      'PSE2009',
      `Cannot compare with ${revision}: this shallow clone does not have the commit where the branch left it`,
      FETCH_MORE,
    );
  return commitTree(git, common ?? tip, shortRevision(revision));
}

const FETCH_MORE =
  'Fetch more of the history: fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 on GitLab, or git fetch --unshallow';

/** Undefined if Git does not answer. */
async function isShallow(git: Git): Promise<boolean | undefined> {
  const answer = await git(['rev-parse', '--is-shallow-repository']).catch(() => undefined);
  return answer && answer.toString('latin1').trim() === 'true';
}

/** Why Git does not have a revision. */
async function unknownRevision(root: string, revision: string, host: Host): Promise<PortsideError> {
  const git = await gitIn(root, host);
  const shallow = git && (await isShallow(git));
  const what = `Cannot compare with ${revision}`;
  if ((await host.find('git')) === undefined)
    return new PortsideError('PSE2008', `${what}: Git is not installed`, 'Install Git');
  if (shallow === undefined)
    return new PortsideError(
      'PSE2008',
      `${what}: this folder is not in a Git repository`,
      'Run portside in the checkout. If another user owns it: git config --global --add safe.directory FOLDER',
    );
  if (shallow)
    return new PortsideError(
      'PSE2009',
      `${what}: this is a shallow clone, which does not have it`,
      FETCH_MORE,
    );
  return new PortsideError(
    'PSE2001',
    `${what}: the repository has no such revision`,
    'Fetch it, for example with git fetch origin main, and use its full name: origin/main',
  );
}

/**
 * The revision that `--base-ref` names, else the commit that `--baseline-ref` compares with, and HEAD. Undefined if there is no
 * such revision. Throws PortsideError (usage) for that of `--baseline-ref`.
 */
async function decidingTrees(
  root: string,
  { baseRef, baselineRef }: Revisions,
  host: Host,
): Promise<PullRequestTrees | undefined> {
  if (baseRef !== undefined) rejectSubmodule(root, baseRef);
  const baseCommit =
    baseRef === undefined
      ? (await comparedTrees(root, { baselineRef }, host))?.baseCommit
      : await gitTree(root, baseRef, host);
  const head = lazyTree('the pull request', () => gitTree(root, 'HEAD', host));
  return baseCommit && { baseCommit, head };
}
