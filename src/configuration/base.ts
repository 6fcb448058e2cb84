import { createHash } from 'node:crypto';
import { PortsideError } from '../findings/errors.js';
import {
  type Configuration,
  checkoutConfiguration,
  MAX_CONFIGURATION_BYTES,
} from './configuration.js';
import type { Tree } from './tree.js';

/**
 * The files as the commit has them that a change starts from, so that the change cannot switch off its own gate. What
 * the checkout has unchanged is read from there.
 */
export function baseConfiguration(root: string, tree: Tree): Configuration {
  const checkout = checkoutConfiguration(root);
  const known = new Map<string, Promise<string | undefined>>();
  const changed = new Set<string>();
  const read = async (path: string): Promise<string | undefined> => {
    if (path.startsWith('/') || path.split('/').includes('..')) return undefined;
    const id = await tree.find(path);
    // Of the head nothing is asked but whether it is the same: what is wrong with it is told elsewhere.
    const head = await checkout.read(path).catch(() => undefined);
    const same = id === undefined ? head === undefined : head !== undefined && isBlob(id, head);
    if (!same) changed.add(path);
    if (id === undefined) return undefined;
    const text = same && head !== undefined ? head : await tree.read(id);
    if (text.length > MAX_CONFIGURATION_BYTES)
      throw new PortsideError('incomplete', `Cannot read ${path}: it is larger than 1 MiB`);
    return text;
  };
  return {
    origin: tree.name,
    read: (path) => {
      const reading = known.get(path) ?? read(path);
      known.set(path, reading);
      return reading;
    },
    changed: () => [...changed].sort(),
  };
}

/** Whether a text is the content that Git's id is of. */
function isBlob(id: string, text: string): boolean {
  const bytes = Buffer.from(text);
  const hash = createHash(id.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === id;
}
