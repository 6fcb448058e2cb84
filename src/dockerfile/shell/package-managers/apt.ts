import type { Dockerfile } from '../../parser/model.js';
import { operands } from '../command-line.js';
import { type RunCommand, runCommands } from '../run-commands.js';
import type { Install } from './install.js';

/** `apt-get install …`, or that of other names: `apt`, `aptitude`. */
export function aptInstalls(dockerfile: Dockerfile, ...names: readonly string[]): Install[] {
  return runCommands(dockerfile, ...(names.length > 0 ? names : ['apt-get'])).flatMap(aptInstall);
}

/** The command as an installation, in a list; an empty list when it is none. */
export function aptInstall({ run, command }: RunCommand): Install[] {
  const [subcommand, ...packages] = operands(command, APT_VALUED);
  return subcommand?.value === 'install' ? [{ run, command, subcommand, packages }] : [];
}

/** Options of apt-get that take a value. Source: apt-get(8). */
export const APT_VALUED: readonly string[] = [
  '-t',
  '--target-release',
  '--default-release',
  '-o',
  '--option',
  '-c',
  '--config-file',
  '-a',
  '--host-architecture',
];
