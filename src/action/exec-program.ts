import { setTimeout as wait } from 'node:timers/promises';
import type { RunOptions, RunResult } from '../core/host.js';
import { PortsideError, reason } from '../lib/errors.js';

/** A program that writes more than this is given up: half of what it says is no answer. */
const MAX_OUTPUT = 64 * 1024 * 1024;

let orphans = 0;

/** Whether a program still runs that was given up: only an exit ends a process that waits for it. */
export function hasOrphans(): boolean {
  return orphans > 0;
}

/**
 * Runs another program by @actions/exec, whatever its status. Throws PortsideError (incomplete) when it cannot be
 * started, is ended by a signal, writes too much, or takes longer than its time. @actions/exec can end no program: one
 * that was given up is left to the runner, which ends what a job leaves behind. Nor is it for a program with input, which
 * ends this process when it does not read it, or for output without lines, which takes quadratic time.
 */
export async function execProgram(
  program: string,
  args: readonly string[],
  { timeout, env }: Omit<RunOptions, 'input' | 'binary'> = {},
): Promise<RunResult> {
  // Lazy, like all of @actions: the first line of the log is not to wait for it.
  const { exec } = await import('@actions/exec');
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  let size = 0;
  let giveUp: (why: Error) => void = () => {};
  const refused = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  const collect = (chunks: Buffer[]) => (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_OUTPUT) chunks.push(chunk);
    else giveUp(new Error(`it writes more than ${MAX_OUTPUT >> 20} MB`));
  };
  let ended = false;
  const running = exec(quoted(program), [...args], {
    silent: true,
    ignoreReturnCode: true,
    listeners: { stdout: collect(out), stderr: collect(err) },
    ...(env === undefined ? {} : { env: { ...env } }),
  }).finally(() => {
    ended = true;
  });
  const timer = new AbortController();
  const late =
    timeout === undefined
      ? refused
      : wait(timeout, undefined, { signal: timer.signal }).then(() => {
          throw new Error(`it did not end within ${timeout / 1_000} s`);
        });
  try {
    const status: number | null = await Promise.race([running, late, refused]);
    if (status === null) throw new Error('it was ended by a signal');
    const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString('utf8');
    return { status, stdout: text(out), stderr: text(err) };
  } catch (cause) {
    if (!ended) {
      orphans++;
      running.then(
        () => orphans--,
        () => orphans--,
      );
    }
    throw new PortsideError('PSE9500', `Cannot run ${program}: ${reason(cause)}`, undefined, cause);
  } finally {
    timer.abort();
    late.catch(() => {});
    refused.catch(() => {});
  }
}

/** @actions/exec splits a command at spaces. */
function quoted(program: string): string {
  return `"${program.replaceAll('"', '\\"')}"`;
}
