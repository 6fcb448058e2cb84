import type { Logger } from '../core/host.js';
import { escapeLogLine, sanitize, shorten } from '../reports/escape.js';
import { workflowCommand } from '../reports/workflow-command.js';

/**
 * The log of a workflow step: lines and workflow commands on standard output. Messages may contain untrusted text: they
 * are sanitized, since a line break could start a workflow command.
 */
export function createJobLog(): Logger {
  const command = (name: string) => (message: string) => {
    writeLine(workflowCommand(name, message));
  };
  return {
    debug: command('debug'),
    info: (message) => {
      writeLine(escapeLogLine(sanitize(message)));
    },
    warning: command('warning'),
    error: command('error'),
    progress: command('debug'),
    step: (message) => {
      // Seconds since the start of the process: steps run in parallel, so they have no duration of their own.
      const seconds = (performance.now() / 1_000).toFixed(1).padStart(6);
      writeLine(escapeLogLine(`${seconds} s  ${shorten(sanitize(message), 500)}`));
    },
  };
}

export function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Fails the step with an error message. */
export function failStep(message: string): void {
  writeLine(workflowCommand('error', message));
  process.exitCode = 1;
}
