import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { shared } from './shared.js';

const run = promisify(execFile);

/**
 * The folder of the Debian system that the test files of a run share, with the lists of apt: what they change, they copy first.
 * Needs mmdebstrap and root. Throws with the output of a program that fails.
 */
export async function sharedSystem(): Promise<string> {
  const folder = await shared('debian', async (empty) => {
    const root = join(empty, 'root');
    await run('mmdebstrap', [
      ...['--quiet', '--variant=minbase', '--include=libstdc++6', '--dpkgopt=force-unsafe-io'],
      ...['--skip=cleanup/apt/lists', 'trixie', root],
    ]);
    // apt would make this index of its lists in each copy.
    await run('chroot', [root, 'apt-cache', '-qq', 'gencaches']);
  });
  return join(folder, 'root');
}

/**
 * Installs packages in a copy of the shared system, at `root`, which does not start their services. `ROOT.copied` is a file
 * that is older than all changes.
 */
export async function systemWith(root: string, packages: readonly string[]): Promise<void> {
  const base = await sharedSystem();
  await run('sh', ['-euc', INSTALL, 'sh', base, root, ...packages], { maxBuffer: 1 << 28 });
}

/** apt has its own mount namespace, because it needs /proc. */
const INSTALL = `
base=$1 root=$2
shift 2
cp -a "$base" "$root"
printf '#!/bin/sh\\nexit 101\\n' > "$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
touch "$root.copied"
DEBIAN_FRONTEND=noninteractive TMPDIR=/tmp unshare --mount sh -euc '
  mount -t proc proc "$1/proc"
  exec chroot "$@"
' sh "$root" apt-get -qq install -y --no-install-recommends -o Dpkg::Options::=--force-unsafe-io "$@"
rm "$root/usr/sbin/policy-rc.d"
`;

/** Options of tar that leave out the lists and the index of apt, which no image has. */
export const WITHOUT_LISTS = ['--exclude=./var/lib/apt/lists/*', '--exclude=./var/cache/apt/*'];

/** And the documentation, which few tests need. */
export const WITHOUT_DOCUMENTATION = [
  ...WITHOUT_LISTS,
  ...['doc', 'locale', 'man', 'zoneinfo', 'i18n'].map((name) => `--exclude=./usr/share/${name}/*`),
];
