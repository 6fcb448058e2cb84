import type { Host } from '../core/host.js';
import { findProgram, runProgram } from '../lib/process.js';
import { escapeLogLine, sanitize } from '../reports/escape.js';

/** The host of the command line: messages go to standard error, progress to one line of a terminal. */
export function terminalHost(options: {
  quiet: boolean;
  verbose?: boolean;
  path: string;
  stderr: NodeJS.WriteStream;
}): Host {
  const { quiet, verbose = false, stderr } = options;
  let line = false;
  const clear = () => {
    if (line) stderr.write('\r\u001b[K');
    line = false;
  };
  const say = (prefix: string, message: string) => {
    clear();
    // In a workflow, the runner also searches standard error for commands.
    stderr.write(`${escapeLogLine(`${prefix}${sanitize(message)}`)}\n`);
  };
  return {
    debug: (message) => (verbose ? say('debug: ', message) : undefined),
    info: (message) => (quiet ? undefined : say('', message)),
    warning: (message) => say('warning: ', message),
    error: (message) => say('error: ', message),
    progress: (message) => {
      if (quiet || !stderr.isTTY) return;
      clear();
      if (message === '') return;
      stderr.write(sanitize(message).slice(0, (stderr.columns || 80) - 1));
      line = true;
    },
    step: (message) => (verbose ? say('', message) : undefined),
    find: (program) => findProgram(program, options.path),
    run: runProgram,
  };
}
