import { setTimeout as wait } from 'node:timers/promises';
import { PortsideError, reason } from '../findings/errors.js';
import type { Host, RunOptions, RunResult } from '../host.js';
import { logLine, plain, shorten } from '../reports/escape.js';
import { workflowCommand } from '../reports/workflow-command.js';

/**
 * The host of a workflow's step: log lines and workflow commands on standard output, programs by
 * @actions/exec. Texts may hold foreign data: a line break would let one begin a workflow command, so it is made plain first.
 */
export function actionsHost(find: Host['find']): Host {
  const write = (line: string) => process.stdout.write(`${line}\n`);
  const command = (name: string) => (message: string) => {
    write(workflowCommand(name, message));
  };
  return {
    debug: command('debug'),
    info: (message) => {
      write(logLine(plain(message)));
    },
    warning: command('warning'),
    error: command('error'),
    progress: command('debug'),
    step: (message) => {
      // Since the process began; programs may run side by side, so no step has a time of its own.
      const seconds = (performance.now() / 1_000).toFixed(1).padStart(6);
      write(logLine(`${seconds} s  ${shorten(plain(message), 500)}`));
    },
    find,
    run: async (program, args, options = {}) => {
      try {
        return await runProgram(program, args, options);
      } catch (cause) {
        throw new PortsideError(
          'incomplete',
          `Cannot run ${program}: ${reason(cause)}`,
          undefined,
          cause,
        );
      }
    },
  };
}

async function runProgram(
  program: string,
  args: readonly string[],
  { input, env, timeout }: RunOptions,
): Promise<RunResult> {
  // Lazy, like all of @actions: the first line of the log is not to wait for it.
  const { getExecOutput } = await import('@actions/exec');
  const running = getExecOutput(program, [...args], {
    silent: true,
    ignoreReturnCode: true,
    ...(input === undefined ? {} : { input: Buffer.from(input) }),
    ...(env === undefined ? {} : { env: { ...env } }),
  });
  // @actions/exec has no time limit. The runner ends what is left of the step.
  const late = wait(timeout ?? 2 ** 31 - 1, undefined, { ref: false });
  const ended = await Promise.race([running, late]);
  if (!ended) throw new Error(`it did not end within ${(timeout ?? 0) / 1_000} s`);
  return { status: ended.exitCode, stdout: ended.stdout, stderr: ended.stderr };
}
