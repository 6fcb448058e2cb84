import type { Host } from '../core/host.js';

/** Milliseconds for one command of Git. */
const TIMEOUT = 30_000;

/**
 * Options before the command. The configuration of a repository can name programs: none of those that these commands
 * could start is run, and no object is fetched that a partial clone does not have.
 */
const SAFE = [
  '--no-replace-objects',
  '--no-optional-locks',
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'protocol.allow=never'].flatMap(set),
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

/**
 * Git in the folder `root`; undefined if it is not installed. Only for plumbing commands that read objects or the index:
 * these run no hook, no filter (Git LFS), no textconv and no pager.
 */
export async function gitIn(
  root: string,
  host: Pick<Host, 'find' | 'run'>,
): Promise<Git | undefined> {
  const program = await host.find('git');
  if (program === undefined) return undefined;
  return async (args, input) => {
    const all = [...SAFE, '-C', root, ...args];
    const binary = args[0] !== SHORT;
    const options = { timeout: TIMEOUT, binary, ...(input !== undefined && { input }) };
    const { status, stdout } = await host.run(program, all, options);
    return status === 0 ? Buffer.from(stdout, binary ? 'latin1' : 'utf8') : undefined;
  };
}
