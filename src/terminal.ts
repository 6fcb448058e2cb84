import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { PortsideError, reason } from './findings/errors.js';
import type { Host, RunOptions, RunResult } from './host.js';
import { logLine, plain } from './reports/escape.js';

/** More output than this from another program is cut: it is not ours to trust. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/** The host of the command line: messages on standard error, progress on one line of a terminal. */
export function terminalHost(options: {
  quiet: boolean;
  path: string;
  stderr: NodeJS.WriteStream;
}): Host {
  const { quiet, stderr } = options;
  let line = false;
  const clear = () => {
    if (line) stderr.write('\r\u001b[K');
    line = false;
  };
  const say = (prefix: string, message: string) => {
    clear();
    // Standard error of a workflow's step is read for commands too.
    stderr.write(`${logLine(`${prefix}${plain(message)}`)}\n`);
  };
  return {
    debug: () => {},
    info: (message) => (quiet ? undefined : say('', message)),
    warning: (message) => say('warning: ', message),
    error: (message) => say('error: ', message),
    progress: (message) => {
      if (quiet || !stderr.isTTY) return;
      clear();
      if (message === '') return;
      stderr.write(plain(message).slice(0, (stderr.columns || 80) - 1));
      line = true;
    },
    step: () => {},
    find: (program) => findProgram(program, options.path),
    run,
  };
}

/** The path of an executable program in a PATH. */
export async function findProgram(program: string, path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const file = join(folder, program);
    if (
      await access(file, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return undefined;
}

async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  // A tenth of a cold start, and few commands run another program.
  const { spawn } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
      ...(options.env === undefined ? {} : { env: options.env }),
    });
    const collect = (stream: NodeJS.ReadableStream) => {
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MAX_OUTPUT) chunks.push(chunk);
      });
      return () => Buffer.concat(chunks).toString('utf8');
    };
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    child.on('error', (error) =>
      reject(
        new PortsideError(
          'incomplete',
          `Cannot run ${program}: ${reason(error)}`,
          undefined,
          error,
        ),
      ),
    );
    child.on('close', (status, signal) => {
      if (signal)
        reject(new PortsideError('incomplete', `Cannot run ${program}: it was ended by ${signal}`));
      else resolve({ status: status ?? 1, stdout: stdout(), stderr: stderr() });
    });
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
  });
}
