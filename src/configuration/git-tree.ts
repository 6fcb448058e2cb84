import { PortsideError } from '../findings/errors.js';
import type { Host } from '../host.js';
import type { Tree } from './tree.js';

/** Milliseconds for one question to Git. */
const TIMEOUT = 30_000;

/**
 * The files of a commit that the local repository has, below the folder `root`; undefined when it has no such commit,
 * or there is no Git. `name` is what a reader calls it.
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
    // Plumbing only: no hook, filter or pager of the checkout has a say.
    const all = ['--no-replace-objects', '-C', root, ...args];
    const { status, stdout } = await host.run(program, all, { timeout: TIMEOUT });
    return status === 0 ? stdout : undefined;
  };
  const commit = await git(
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  );
  const id = commit?.trim();
  if (!id || !/^[0-9a-f]{40,64}$/.test(id)) return undefined;
  return {
    name,
    async find(path) {
      const listed = await git('ls-tree', '-z', id, `./${path}`);
      if (listed === undefined) throw unreadable(path, name);
      const [, mode, blob] = /^(\d{6}) \w+ ([0-9a-f]{40,64})\t/.exec(listed) ?? [];
      return blob === undefined || mode === undefined ? undefined : asFile(path, mode, blob, name);
    },
    async read(blob) {
      const text = await git('cat-file', 'blob', blob);
      if (text === undefined) throw unreadable(blob, name);
      return text;
    },
  };
}

/** The id of a regular file; a folder is none. Throws PortsideError (incomplete) for a link, which nothing follows. */
export function asFile(path: string, mode: string, id: string, name: string): string | undefined {
  if (mode.startsWith('100')) return id;
  if (mode === '120000' || mode === '160000')
    throw new PortsideError(
      'incomplete',
      `Cannot read ${path} of ${name}: it is a link`,
      'Make it a file',
    );
  return undefined;
}

function unreadable(what: string, name: string): PortsideError {
  return new PortsideError('incomplete', `Cannot read ${what} of ${name}: Git does not give it`);
}
