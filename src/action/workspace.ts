import { readdir } from 'node:fs/promises';
import type { GitHubContext } from '../github/event.js';
import { PortsideError } from '../lib/errors.js';
import type { ActionInputs } from '../options/inputs.js';

/** Throws PortsideError (usage) when the workspace is empty or contains an untrusted checkout. */
export async function checkWorkspace(
  { options }: ActionInputs,
  github: GitHubContext | undefined,
): Promise<void> {
  if (github) {
    const { rejectUntrustedCheckout } = await import('../github/untrusted-checkout.js');
    await rejectUntrustedCheckout('.', github);
  }
  if (options.images.length === 0 && (await readdir('.')).length === 0)
    throw new PortsideError(
      'PSE1402',
      'Cannot check the workspace: it is empty',
      'Put actions/checkout before this step, or name an image',
    );
}
