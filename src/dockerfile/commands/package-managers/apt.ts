import type { Dockerfile } from '../../parser/model.js';
import { operands } from '../../shell/command-line.js';
import { type RunCommand, runCommands } from '../run-commands.js';
import type { Install } from './install.js';

/** The `install` commands of apt-get, or of the commands with these names. */
export function aptInstalls(dockerfile: Dockerfile, ...names: readonly string[]): Install[] {
  return runCommands(dockerfile, ...(names.length > 0 ? names : ['apt-get'])).flatMap(aptInstall);
}

/** A list of the command if it installs packages; otherwise an empty list. */
export function aptInstall({ run, command }: RunCommand): Install[] {
  const [subcommand, ...packages] = operands(command, APT_VALUE_OPTIONS);
  return subcommand?.value === 'install' ? [{ run, command, subcommand, packages }] : [];
}

/** Options of apt-get with a value. Source: apt-get(8). */
export const APT_VALUE_OPTIONS: readonly string[] = [
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
