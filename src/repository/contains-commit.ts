import type { Host } from '../core/host.js';

/** Whether HEAD of a checkout is a descendant of a commit. False if Git cannot be asked or does not have the commit. */
export async function containsCommit(root: string, commit: string, host: Host): Promise<boolean> {
  const program = await host.find('git');
  if (program === undefined) return false;
  const git = async (...args: string[]) => {
    const all = ['--no-replace-objects', '-C', root, ...args];
    return host.run(program, all, { timeout: 30_000 }).catch(() => undefined);
  };
  const ancestor = await git('merge-base', '--is-ancestor', commit, 'HEAD');
  if (ancestor?.status === 0) return true;
  // A checkout of depth 1 has no other commit than HEAD, but HEAD names its parents.
  const head = await git('cat-file', 'commit', 'HEAD');
  const [header = ''] = (head?.stdout ?? '').split('\n\n');
  return head?.status === 0 && header.split('\n').includes(`parent ${commit}`);
}
