import { PortsideError } from '../lib/errors.js';
import { once } from '../lib/once.js';
import {
  type BaseBranchFiles,
  checkoutFiles,
  MAX_CONFIGURATION_BYTES,
} from './base-branch-files.js';
import { isBlob } from './blob.js';
import { materializeBaseVersion } from './materialize.js';
import { isChanged, resolvePath } from './resolved-path.js';
import { blobIdAt, type PullRequestTrees } from './tree.js';

/**
 * The files as the base commit has them, so that a pull request cannot switch off the policy that it has to pass. Files
 * that the checkout has unchanged are read from the checkout, and so are files that Git does not track: an earlier step
 * of the job made them.
 */
export function readBaseBranch(root: string, trees: PullRequestTrees): BaseBranchFiles {
  const { baseCommit } = trees;
  const checkout = checkoutFiles(root);
  const texts = new Map<string, Promise<string | undefined>>();
  const located = new Map<string, Promise<string | undefined>>();
  const changed = new Set<string>();
  const read = async (path: string): Promise<string | undefined> => {
    if (path.startsWith('/') || path.split('/').includes('..')) return undefined;
    const id = await blobIdAt(baseCommit, path);
    // The version of the head is only compared. Whoever inspects it reports what is wrong with it.
    const here = await checkout.read(path).catch(() => undefined);
    const same = id === undefined ? here === undefined : isSame(id, here);
    if (!same && id === undefined && (await isUntracked(root, path, trees))) return here;
    if (!same) changed.add(path);
    if (id === undefined) return undefined;
    const text = same && here !== undefined ? here : (await baseCommit.read(id)).toString('utf8');
    if (text.length > MAX_CONFIGURATION_BYTES)
      throw new PortsideError('PSE2502', `Cannot read ${path}: it is larger than 1 MiB`);
    return text;
  };
  return {
    origin: baseCommit.name,
    read: (path) => once(texts, path, read),
    locate: (path) =>
      once(located, path, (path) =>
        materializeBaseVersion(root, path, trees, (altered) => changed.add(altered)),
      ),
    changed: () => [...changed].sort(),
  };
}

/** Whether neither commit has the path. If that is not known, the file counts as one of the pull request. */
async function isUntracked(root: string, path: string, trees: PullRequestTrees): Promise<boolean> {
  try {
    const resolved = resolvePath(root, path);
    if (await isChanged(resolved, trees)) return false;
    const { baseCommit, head } = trees;
    return (
      (await baseCommit.list(resolved.file)).size === 0 &&
      (await head.list(resolved.file)).size === 0
    );
  } catch (error) {
    if (error instanceof PortsideError) return false;
    throw error;
  }
}

function isSame(id: string, text: string | undefined): boolean {
  return text !== undefined && isBlob(id, Buffer.from(text));
}
