import type { Host } from '../core/host.js';
import { PortsideError } from '../lib/errors.js';
import { isInside } from '../lib/paths.js';
import type { Options } from '../options/options.js';
import { readBaseBranch } from './base.js';
import { type BaseBranchFiles, checkoutFiles } from './base-branch-files.js';
import { checkoutTree } from './checkout-tree.js';
import { gitIn } from './git.js';
import { gitTree } from './git-tree.js';
import { repositoryTops } from './top.js';
import { lazyTree, type PullRequestTrees, type Tree } from './tree.js';

/**
 * The files that configure a run: of the revision that `--base-ref` names, else of the base commit of the pull request, else
 * of the commit that `--baseline-ref` compares with, else of the checkout. Throws PortsideError (usage) for a revision that
 * the repository does not have.
 */
export async function baseBranchFiles(
  root: string,
  { baseRef, baselineRef }: Partial<Pick<Options, 'baseRef' | 'baselineRef'>>,
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
 * `--base-ref`, as in a pull request, and the checkout with its changes that are not committed. Undefined without these
 * options. Throws PortsideError (usage) if the revision of `--baseline-ref` cannot be compared with.
 */
export async function comparedTrees(
  root: string,
  { baseRef, baselineRef }: Partial<Pick<Options, 'baseRef' | 'baselineRef'>>,
  host: Host,
): Promise<PullRequestTrees | undefined> {
  const revision = baselineRef ?? baseRef;
  if (revision !== undefined) rejectSubmodule(root, revision);
  const baseCommit = revision === undefined ? undefined : await branchPoint(root, revision, host);
  if (baseCommit)
    return {
      baseCommit,
      head: lazyTree('the checkout', () => checkoutTree(root, host, 'the checkout')),
    };
  if (baselineRef !== undefined) throw await unknownRevision(root, baselineRef, host);
  return undefined;
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

/** The commit at which HEAD left a revision; the revision itself if they have no commit in common. */
async function branchPoint(root: string, revision: string, host: Host): Promise<Tree | undefined> {
  const tip = await gitTree(root, revision, host);
  const git = tip && (await gitIn(root, host));
  const common = await git?.(['merge-base', '--end-of-options', revision, 'HEAD']).catch(
    () => undefined,
  );
  const commit = common?.toString('latin1').trim();
  return (commit && (await gitTree(root, commit, host, revision))) || tip;
}

/** Why Git does not have a revision. */
async function unknownRevision(root: string, revision: string, host: Host): Promise<PortsideError> {
  const git = await gitIn(root, host);
  const shallow = await git?.(['rev-parse', '--is-shallow-repository']).catch(() => undefined);
  const what = `Cannot compare with ${revision}`;
  if ((await host.find('git')) === undefined)
    return new PortsideError('PSE2008', `${what}: Git is not installed`, 'Install Git');
  if (!shallow)
    return new PortsideError(
      'PSE2008',
      `${what}: this folder is not in a Git repository`,
      'Run portside in the checkout. If another user owns it: git config --global --add safe.directory FOLDER',
    );
  if (shallow.toString('latin1').trim() === 'true')
    return new PortsideError(
      'PSE2009',
      `${what}: this is a shallow clone, which does not have it`,
      'Fetch more of the history: fetch-depth: 0 of actions/checkout, or git fetch --unshallow',
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
  { baseRef, baselineRef }: Partial<Pick<Options, 'baseRef' | 'baselineRef'>>,
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
