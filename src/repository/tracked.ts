import type { Host } from '../core/host.js';

/** The number of folders that Git is asked about. */
const MOST_FOLDERS = 200;

/** The files that Git tracks below folders of the repository at `root`; undefined if Git cannot be asked. */
export async function trackedBelow(
  root: string,
  folders: readonly string[],
  host: Host,
): Promise<readonly string[] | undefined> {
  if (folders.length === 0) return [];
  const program = await host.find('git');
  if (program === undefined) return undefined;
  const places = folders.slice(0, MOST_FOLDERS).map((folder) => `./${folder}`);
  const args = ['--literal-pathspecs', '-C', root, 'ls-files', '-z', '--', ...places];
  const options = { timeout: 30_000, binary: true };
  const answer = await host.run(program, args, options).catch(() => undefined);
  if (answer?.status !== 0) return undefined;
  return Buffer.from(answer.stdout, 'latin1').toString('utf8').split('\0').filter(Boolean);
}
