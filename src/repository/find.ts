import type { Host } from '../core/host.js';
import { PortsideError } from '../lib/errors.js';
import type { Options } from '../options/options.js';
import { baseConfiguration } from './base.js';
import { type BaseBranchFiles, checkoutFiles } from './base-branch-files.js';
import { gitTree } from './git-tree.js';
import { type Change, lazyTree } from './tree.js';

/**
 * The files that steer a run: of the revision that the user named (`--base-ref`), else of what the change starts from
 * that the caller knows, else of the checkout. Throws PortsideError (usage) for a revision that the repository does not
 * have.
 */
export async function baseBranchFiles(
  root: string,
  { baseRef }: Pick<Options, 'baseRef'>,
  host: Host,
  change?: Change,
): Promise<BaseBranchFiles> {
  if (baseRef === undefined) return change ? baseConfiguration(root, change) : checkoutFiles(root);
  const base = await gitTree(root, baseRef, host);
  const head = lazyTree('the change', () => gitTree(root, 'HEAD', host));
  if (base) return baseConfiguration(root, { base, head });
  throw new PortsideError(
    'PSE2001',
    `Cannot read the policy of ${baseRef}: this is no Git repository that has it`,
    'Fetch it, for example git fetch origin main, and name it as Git does: origin/main',
  );
}
