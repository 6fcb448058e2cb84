import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { PortsideError, reason } from './errors.js';
import { endWithProcess, killWithGroup } from './run-resources.js';

/** The result of a program that ended; one that could not be started throws PortsideError (incomplete). */
export interface RunResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  /** Milliseconds. Afterwards the program is ended, where possible, and no longer waited for. */
  readonly timeout?: number;
  /** Returns standard output with one character per byte (latin1) instead of UTF-8; it may have no lines. */
  readonly binary?: boolean;
  /** Replaces the environment when given. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder in which the program runs. */
  readonly cwd?: string;
}

/** A program that writes more bytes than this is ended: a part of its output cannot be used. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * The path of an executable program in the folders of `path`; undefined if there is none. Relative folders are left out: the
 * repository that is checked may have a program there.
 */
export async function findProgram(program: string, path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter((one) => isAbsolute(one))) {
    const file = join(folder, program);
    const executable = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return file;
  }
  return undefined;
}

/**
 * Runs a program to its end; any exit status is a result. Throws PortsideError (incomplete) if it cannot be started, is
 * ended by a signal, writes too much, or exceeds the timeout. The program is then killed. Programs that it started and that
 * are still in its process group are killed in each case, and nothing waits for them.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { input, timeout, env, binary, cwd }: RunOptions = {},
): Promise<RunResult> {
  // Loading it takes a tenth of a cold start, and few commands run another program.
  const { spawn } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: 'pipe',
      // A process group of its own, so that what it leaves behind can be killed.
      detached: true,
      ...(env === undefined ? {} : { env }),
      ...(cwd === undefined ? {} : { cwd }),
    });
    endWithProcess(child);
    const { stdin, stdout, stderr } = child;
    const fail = (why: string, cause?: unknown) => {
      clearTimeout(timer);
      killWithGroup(child);
      for (const stream of [stdin, stdout, stderr]) stream.destroy();
      reject(new PortsideError('PSE9506', `Cannot run ${program}: ${why}`, undefined, cause));
    };
    const collect = (stream: NodeJS.ReadableStream) => {
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_OUTPUT) fail(`it writes more than ${MAX_OUTPUT >> 20} MB`);
        else chunks.push(chunk);
      });
      return (encoding: 'utf8' | 'latin1') => Buffer.concat(chunks).toString(encoding);
    };
    const [out, err] = [collect(stdout), collect(stderr)];
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => fail(`it did not end within ${timeout / 1_000} s`), timeout);
    child.on('error', (error) => fail(reason(error), error));
    // What it left behind could hold its output open for ever.
    child.on('exit', () => killWithGroup(child));
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      if (signal) fail(`it was ended by ${signal}`);
      else
        resolve({
          status: status ?? 1,
          stdout: out(binary ? 'latin1' : 'utf8'),
          stderr: err('utf8'),
        });
    });
    // A program that does not read its input reports the reason itself.
    stdin.on('error', () => {});
    stdin.end(input ?? '');
  });
}
