import type { Host } from '../core/host.js';
import { PortsideError } from '../lib/errors.js';
import { isBlob } from './blob.js';
import type { Entry, Tree } from './tree.js';

/** Milliseconds for one command of Git. */
const TIMEOUT = 30_000;

/**
 * The files of a commit of the local repository, below the folder `root`; undefined if it has no such commit, or Git is
 * not installed. `name` is shown to readers.
 */
export async function gitTree(
  root: string,
  revision: string,
  host: Host,
  name = revision,
): Promise<Tree | undefined> {
  const program = await host.find('git');
  if (program === undefined) return undefined;
  const git = async (...args: string[]) => {
    // Plumbing commands run no hook, filter or pager of the checkout.
    const all = ['--no-replace-objects', '-C', root, ...args];
    const { status, stdout } = await host.run(program, all, { timeout: TIMEOUT, binary: true });
    return status === 0 ? Buffer.from(stdout, 'latin1') : undefined;
  };
  const commit = await git(
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  );
  const id = commit?.toString('latin1').trim();
  if (!id || !/^[0-9a-f]{40,64}$/.test(id)) return undefined;
  return {
    name,
    async list(path) {
      const listed = await git('ls-tree', '-r', '-z', id, `./${path}`);
      if (listed === undefined) throw unreadable(path, name);
      return entries(listed.toString('utf8'));
    },
    async read(blob) {
      const content = await git('cat-file', 'blob', blob);
      if (content === undefined || !isBlob(blob, content)) throw unreadable(blob, name);
      return content;
    },
  };
}

/** Parses lines such as `100644 blob 3b18…\tsub/a.yml`, each ended by NUL. */
function entries(listed: string): Map<string, Entry> {
  const found = new Map<string, Entry>();
  for (const line of listed.split('\0')) {
    const [, mode, id, path] = /^(\d{6}) \w+ ([0-9a-f]{40,64})\t(.*)$/s.exec(line) ?? [];
    if (mode !== undefined && id !== undefined && path !== undefined) found.set(path, { id, mode });
  }
  return found;
}

function unreadable(what: string, name: string): PortsideError {
  return new PortsideError('PSE2503', `Cannot read ${what} of ${name}: Git does not have it`);
}
