import type { Host } from '../core/host.js';
import { checkoutTree, isUntracked } from './checkout-tree.js';
import { gitTree } from './git-tree.js';

/**
 * The commit whose files a checkout has below `root`, unchanged. Files that Git does not track do not count: an earlier step
 * made them. Undefined if a file is changed, added or deleted, and if Git cannot be asked.
 */
export async function cleanCommit(root: string, host: Host): Promise<string | undefined> {
  const [head, checkout] = await Promise.all([
    gitTree(root, 'HEAD', host),
    checkoutTree(root, host, 'the checkout'),
  ]);
  if (!head || !checkout) return undefined;
  const listed = await Promise.all([head.list(''), checkout.list('')]).catch(() => undefined);
  if (!listed) return undefined;
  const [committed, current] = listed;
  const tracked = [...current].filter(([, entry]) => !isUntracked(entry));
  const isSame = tracked.every(([path, { id, mode }]) => {
    const entry = committed.get(path);
    return entry?.id === id && entry.mode === mode;
  });
  return isSame && tracked.length === committed.size ? head.commit : undefined;
}
