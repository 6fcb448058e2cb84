import { PortsideError } from '../lib/errors.js';
import {
  type BaseBranchFiles,
  checkoutFiles,
  MAX_CONFIGURATION_BYTES,
} from './base-branch-files.js';
import { isBlob } from './blob.js';
import { materializeBaseVersion } from './materialize.js';
import { isAltered, wayTo } from './resolved-path.js';
import { type Change, fileAt } from './tree.js';

/**
 * The files as the commit has them that a change starts from, so that the change cannot switch off its own gate. What
 * the checkout has unchanged is read from there, and so is what Git does not know: an earlier step has made it.
 */
export function baseConfiguration(root: string, { base, head }: Change): BaseBranchFiles {
  const checkout = checkoutFiles(root);
  const known = new Map<string, Promise<string | undefined>>();
  const located = new Map<string, Promise<string | undefined>>();
  const changed = new Set<string>();
  /** Where that cannot be told it is the change's. */
  const isUntracked = async (path: string): Promise<boolean> => {
    try {
      const way = wayTo(root, path);
      if (await isAltered(way, { base, head })) return false;
      return (await base.list(way.file)).size === 0 && (await head.list(way.file)).size === 0;
    } catch (error) {
      if (error instanceof PortsideError) return false;
      throw error;
    }
  };
  const read = async (path: string): Promise<string | undefined> => {
    if (path.startsWith('/') || path.split('/').includes('..')) return undefined;
    const id = await fileAt(base, path);
    // Of the head nothing is asked but whether it is the same: what is wrong with it is told elsewhere.
    const here = await checkout.read(path).catch(() => undefined);
    const same = id === undefined ? here === undefined : isSame(id, here);
    if (!same && id === undefined && (await isUntracked(path))) return here;
    if (!same) changed.add(path);
    if (id === undefined) return undefined;
    const text = same && here !== undefined ? here : (await base.read(id)).toString('utf8');
    if (text.length > MAX_CONFIGURATION_BYTES)
      throw new PortsideError('PSE2502', `Cannot read ${path}: it is larger than 1 MiB`);
    return text;
  };
  return {
    origin: base.name,
    read: (path) => remembered(known, path, read),
    locate: (path) =>
      remembered(located, path, (path) =>
        materializeBaseVersion(root, path, { base, head }, (altered) => changed.add(altered)),
      ),
    changed: () => [...changed].sort(),
  };
}

function isSame(id: string, text: string | undefined): boolean {
  return text !== undefined && isBlob(id, Buffer.from(text));
}

function remembered<T>(
  known: Map<string, Promise<T>>,
  path: string,
  find: (path: string) => Promise<T>,
): Promise<T> {
  const finding = known.get(path) ?? find(path);
  known.set(path, finding);
  return finding;
}
