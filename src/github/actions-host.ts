import type { Host } from '../core/host.js';
import { escapeLogLine, sanitize, shorten } from '../reports/escape.js';
import { workflowCommand } from '../reports/workflow-command.js';

/**
 * The host of a workflow's step: log lines and workflow commands on standard output. Texts may hold foreign data: a line
 * break would let one begin a workflow command, so it is made plain first.
 */
export function actionsHost(programs: Pick<Host, 'find' | 'run'>): Host {
  const write = (line: string) => process.stdout.write(`${line}\n`);
  const command = (name: string) => (message: string) => {
    write(workflowCommand(name, message));
  };
  return {
    debug: command('debug'),
    info: (message) => {
      write(escapeLogLine(sanitize(message)));
    },
    warning: command('warning'),
    error: command('error'),
    progress: command('debug'),
    step: (message) => {
      // Since the process began; programs may run side by side, so no step has a time of its own.
      const seconds = (performance.now() / 1_000).toFixed(1).padStart(6);
      write(escapeLogLine(`${seconds} s  ${shorten(sanitize(message), 500)}`));
    },
    ...programs,
  };
}
