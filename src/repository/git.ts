import { realpath } from 'node:fs/promises';
import type { Host } from '../core/host.js';
import { isInRepository, type RepositoryTop, repositoryTops } from './top.js';

/** Milliseconds for one command of Git. */
const TIMEOUT = 30_000;

/**
 * Options before the command. The configuration of a repository can name programs: none of those that these commands
 * could start is run, and no object is fetched that a partial clone does not have. A folder of the repository that looks like
 * a repository is none.
 */
const SAFE = [
  '--no-replace-objects',
  '--no-optional-locks',
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'protocol.allow=never'].flatMap(set),
  ...set('safe.bareRepository=explicit'),
  ...['ext', 'file', 'git', 'http', 'https', 'ssh'].flatMap((name) =>
    set(`protocol.${name}.allow=never`),
  ),
];

/**
 * Prints one short line and ends at once. As text, the Action runs it with @actions/exec, which can neither end a program
 * nor read a blob or a list without line breaks.
 */
const SHORT = 'rev-parse';

function set(setting: string): string[] {
  return ['-c', setting];
}

/** Runs a command of Git: what it prints, or undefined if its status is not 0. Throws PortsideError (incomplete). */
export type Git = (args: readonly string[], input?: string) => Promise<Buffer | undefined>;

/** What runs Git, and the only repository that it may be asked about, if the caller knows it. */
type GitHost = Pick<Host, 'find' | 'run' | 'repository'>;

/**
 * Git in the folder `root` of a repository; undefined if it is in none, if Git refuses the repository, as one of another
 * user, and if Git is not installed. Only for plumbing commands that read objects or the index: these run no hook, no filter
 * (Git LFS), no textconv and no pager.
 */
export async function gitIn(root: string, host: GitHost): Promise<Git | undefined> {
  const program = await host.find('git');
  if (program === undefined) return undefined;
  const runIn =
    (place: readonly string[]): Git =>
    async (args, input) => {
      const binary = args[0] !== SHORT;
      const options = { timeout: TIMEOUT, binary, ...(input !== undefined && { input }) };
      const { status, stdout } = await host.run(program, [...SAFE, ...place, ...args], options);
      return status === 0 ? Buffer.from(stdout, binary ? 'latin1' : 'utf8') : undefined;
    };
  const place = await acceptedTop(root, host, (top) => runIn(['-C', top]));
  if (!place) return undefined;
  // Named, so that Git does not search from `root`: before version 2.38, it takes a folder for a repository by its files.
  return runIn([`--git-dir=${place.data}`, `--work-tree=${place.top}`, '-C', root]);
}

/** Why Git does not answer about a folder in a repository. */
export type GitFailure = 'not installed' | 'refuses' | 'cannot read';

/**
 * Why Git does not say what it tracks below a folder: it is not installed, it refuses the repository, as that of another user
 * and one whose data is elsewhere, or it cannot read the repository's data. Undefined if there is no repository.
 */
export async function gitFailure(root: string, host: GitHost): Promise<GitFailure | undefined> {
  if (!isInRepository(root, host.repository)) return undefined;
  if ((await host.find('git')) === undefined) return 'not installed';
  return (await gitIn(root, host)) === undefined ? 'refuses' : 'cannot read';
}

/**
 * The folders of data that Git found at the tops of repositories, by the host that asked. It is asked about each top once: to
 * start Git takes longer than most of its answers.
 */
const answers = new WeakMap<GitHost, Map<string, Promise<string | undefined>>>();

/** The nearest repository that Git accepts: of a repository that is named, it does not check the owner. */
async function acceptedTop(
  root: string,
  host: GitHost,
  gitAt: (top: string) => Git,
): Promise<RepositoryTop | undefined> {
  const known = answers.get(host) ?? new Map<string, Promise<string | undefined>>();
  answers.set(host, known);
  for (const place of repositoryTops(root, host.repository)) {
    const answer = known.get(place.top) ?? dataAccordingTo(gitAt(place.top));
    known.set(place.top, answer);
    const data = await answer;
    if (data === place.data) return place;
    // Only what Git accepted is kept.
    known.delete(place.top);
    if (data === undefined) return undefined;
  }
  return undefined;
}

/** The folder of the repository's data, without links; an empty text if it does not exist, undefined if Git refuses. */
async function dataAccordingTo(git: Git): Promise<string | undefined> {
  const answer = await git([SHORT, '--absolute-git-dir']).catch(() => undefined);
  if (answer === undefined) return undefined;
  return realpath(answer.toString('utf8').replace(/\n$/, '')).catch(() => '');
}
