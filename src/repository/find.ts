import type { Host } from '../core/host.js';
import { PortsideError } from '../lib/errors.js';
import type { Options } from '../options/options.js';
import { readBaseBranch } from './base.js';
import { type BaseBranchFiles, checkoutFiles } from './base-branch-files.js';
import { gitTree } from './git-tree.js';
import { lazyTree, type PullRequestTrees } from './tree.js';

/**
 * The files that configure a run: of the revision that `--base-ref` names, else of the base commit of the pull request,
 * else of the checkout. Throws PortsideError (usage) for a revision that the repository does not have.
 */
export async function baseBranchFiles(
  root: string,
  { baseRef }: Pick<Options, 'baseRef'>,
  host: Host,
  change?: PullRequestTrees,
): Promise<BaseBranchFiles> {
  if (baseRef === undefined) return change ? readBaseBranch(root, change) : checkoutFiles(root);
  const trees = await treesOf(root, { baseRef }, host);
  if (trees) return readBaseBranch(root, trees);
  throw new PortsideError(
    'PSE2001',
    `Cannot read the policy of ${baseRef}: this folder is not in a Git repository with that revision`,
    'Fetch it, for example with git fetch origin main, and use its full name: origin/main',
  );
}

/** The revision that `--base-ref` names and HEAD; undefined without the option, and if there is no such revision. */
export async function treesOf(
  root: string,
  { baseRef }: Pick<Options, 'baseRef'>,
  host: Host,
): Promise<PullRequestTrees | undefined> {
  const base = baseRef === undefined ? undefined : await gitTree(root, baseRef, host);
  const head = lazyTree('the pull request', () => gitTree(root, 'HEAD', host));
  return base && { base, head };
}
