import { PortsideError } from '../findings/errors.js';
import type { Host } from '../host.js';
import type { Settings } from '../settings/settings.js';
import { baseConfiguration } from './base.js';
import { type Configuration, checkoutConfiguration } from './configuration.js';
import { gitTree } from './git-tree.js';
import type { Tree } from './tree.js';

/**
 * The files that steer a run: of the revision that the user named (`--base-ref`), else of the `base` that the caller
 * knows, else of the checkout. Throws PortsideError (usage) for a revision that the repository does not have.
 */
export async function configurationOf(
  root: string,
  { baseRef }: Pick<Settings, 'baseRef'>,
  host: Host,
  base?: Tree,
): Promise<Configuration> {
  const tree = baseRef === undefined ? base : await gitTree(root, baseRef, host);
  if (tree) return baseConfiguration(root, tree);
  if (baseRef === undefined) return checkoutConfiguration(root);
  throw new PortsideError(
    'usage',
    `Cannot read the policy of ${baseRef}: this is no Git repository that has it`,
    'Fetch it, for example git fetch origin main, and name it as Git does: origin/main',
  );
}
