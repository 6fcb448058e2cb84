import type { Host } from '../core/host.js';
import { gitIn } from './git.js';

/** Whether HEAD of a checkout is a descendant of a commit. False if Git cannot be asked or does not have the commit. */
export async function containsCommit(root: string, commit: string, host: Host): Promise<boolean> {
  const git = await gitIn(root, host);
  const ask = async (...args: string[]) => git?.(args).catch(() => undefined);
  if (await ask('merge-base', '--is-ancestor', commit, 'HEAD')) return true;
  // A checkout of depth 1 has no other commit than HEAD, but HEAD names its parents.
  const head = await ask('cat-file', 'commit', 'HEAD');
  const [header = ''] = (head?.toString('utf8') ?? '').split('\n\n');
  return header.split('\n').includes(`parent ${commit}`);
}
