import type { Host } from '../core/host.js';
import { findProgram, runProgram } from '../lib/process.js';
import { escapeLogLine, sanitize } from '../reports/escape.js';
import { progressLine } from './progress-line.js';

/** The host of the command line: messages go to standard error, progress to one line of a terminal. */
export function terminalHost(options: {
  quiet: boolean;
  verbose?: boolean;
  /** There is no progress in CI: its log would keep every state of the line. */
  isCi?: boolean | undefined;
  path: string;
  stderr: NodeJS.WriteStream;
}): Host {
  const { quiet, isCi = false, stderr } = options;
  // Of a quiet run, --verbose only completes the report.
  const verbose = !quiet && options.verbose === true;
  const line = quiet || isCi || !stderr.isTTY ? undefined : progressLine(stderr);
  const say = (prefix: string, message: string) => {
    line?.clear();
    // In a workflow, the runner also searches standard error for commands.
    stderr.write(`${escapeLogLine(`${prefix}${sanitize(message)}`)}\n`);
  };
  return {
    debug: (message) => (verbose ? say('debug: ', message) : undefined),
    info: (message) => (quiet ? undefined : say('', message)),
    warning: (message) => say('warning: ', message),
    error: (message) => say('error: ', message),
    progress: (message, amount) => line?.show(message, amount),
    step: (message) => (verbose ? say('', message) : undefined),
    find: (program) => findProgram(program, options.path),
    run: runProgram,
  };
}
