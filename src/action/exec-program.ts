import { setTimeout as wait } from 'node:timers/promises';
import type { RunOptions, RunResult } from '../core/host.js';
import { PortsideError, reason } from '../lib/errors.js';

/** A program that writes more fails: its output would be cut. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

let orphans = 0;

/** Whether a program still runs that nothing waits for any more. It keeps this process alive until it exits. */
export function hasOrphans(): boolean {
  return orphans > 0;
}

/**
 * Runs another program with @actions/exec, and returns its output for any exit status. Throws PortsideError (incomplete)
 * when it cannot be started, is ended by a signal, writes too much, or runs longer than its timeout. @actions/exec cannot
 * end a program: after a failure the runner ends it with the job. It is for short commands, such as `git rev-parse`. Not for
 * programs with input, since this process ends when they do not read it, nor for output without line breaks, which takes
 * quadratic time.
 */
export async function execProgram(
  program: string,
  args: readonly string[],
  { timeout, env, cwd }: Omit<RunOptions, 'input' | 'binary'> = {},
): Promise<RunResult> {
  // Loaded late, like all of @actions, so that the first log line does not wait for it.
  const { exec } = await import('@actions/exec');
  const output = collectOutput();
  let ended = false;
  const running = exec(quoted(program), [...args], {
    silent: true,
    ignoreReturnCode: true,
    listeners: { stdout: output.onStdout, stderr: output.onStderr },
    env: env && { ...env },
    ...(cwd !== undefined && { cwd }),
  }).finally(() => {
    ended = true;
  });
  const timer = new AbortController();
  try {
    const status: number | null = await Promise.race([
      running,
      output.tooLarge,
      failAfter(timeout, timer.signal),
    ]);
    if (status === null) throw new Error('it was ended by a signal');
    return { status, stdout: output.stdout(), stderr: output.stderr() };
  } catch (cause) {
    if (!ended) trackOrphan(running);
    throw new PortsideError('PSE9506', `Cannot run ${program}: ${reason(cause)}`, undefined, cause);
  } finally {
    timer.abort();
  }
}

/** Collects output up to the limit; `tooLarge` is rejected beyond it. */
function collectOutput() {
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  let size = 0;
  let reject: (error: Error) => void = () => {};
  const tooLarge = new Promise<never>((_, fail) => {
    reject = fail;
  });
  tooLarge.catch(() => {});
  const collect = (chunks: Buffer[]) => (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_OUTPUT_BYTES) chunks.push(chunk);
    else reject(new Error(`it writes more than ${MAX_OUTPUT_BYTES >> 20} MB`));
  };
  return {
    onStdout: collect(stdout),
    onStderr: collect(stderr),
    tooLarge,
    stdout: () => Buffer.concat(stdout).toString('utf8'),
    stderr: () => Buffer.concat(stderr).toString('utf8'),
  };
}

/** Rejected after the timeout. Without a timeout, or once the signal is aborted, it stays pending. */
function failAfter(timeout: number | undefined, signal: AbortSignal): Promise<never> {
  if (timeout === undefined) return new Promise(() => {});
  return new Promise((_, reject) => {
    wait(timeout, undefined, { signal }).then(
      () => reject(new Error(`it did not end within ${timeout / 1_000} s`)),
      () => {},
    );
  });
}

function trackOrphan(running: Promise<unknown>): void {
  orphans++;
  const exited = () => {
    orphans--;
  };
  running.then(exited, exited);
}

/** @actions/exec splits a command at spaces. */
function quoted(program: string): string {
  return `"${program.replaceAll('"', '\\"')}"`;
}
