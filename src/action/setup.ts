import type { Host } from '../core/host.js';
import { connectToGitHub, type GitHubClient } from '../github/client.js';
import type { GitHubContext } from '../github/event.js';
import type { ActionInputs } from '../options/inputs.js';
import { createJobLog } from './job-log.js';

/** What every part of the Action works with. */
export interface ActionContext {
  readonly inputs: ActionInputs;
  readonly host: Host;
  /** Undefined outside a workflow run. */
  readonly github: GitHubContext | undefined;
  /** Reads from GitHub: files of the base branch, entries of the cache. Undefined without a token. */
  readonly client: GitHubClient | undefined;
}

export async function setUp(inputs: ActionInputs): Promise<ActionContext> {
  const [
    { readRunContext, withAnalyzedCommit },
    { untrustedFiles },
    { execProgram },
    { findProgram, runProgram },
  ] = await Promise.all([
    import('../github/event.js'),
    import('../github/trusted-run.js'),
    import('./exec-program.js'),
    import('../lib/process.js'),
  ]);
  const { path } = inputs.options.environment;
  const machine: Host = {
    ...createJobLog(),
    find: (program) => findProgram(program, path),
    run: (program, args, options = {}) =>
      options.input === undefined && !options.binary
        ? execProgram(program, args, options)
        : runProgram(program, args, options),
  };
  const run = await readRunContext(process.env, inputs.eventPath, machine);
  const github = run && withAnalyzedCommit(run, inputs.analyzed);
  const host: Host = { ...machine, untrusted: github && untrustedFiles(github) };
  const { token } = inputs;
  const client = github && token ? connectToGitHub({ ...github, token, log: host }) : undefined;
  return { inputs, host, github, client };
}
