import type { Dockerfile } from '../../parser/model.js';
import { flagValues, operands } from '../command-line.js';
import type { ShellCommand, ShellWord } from '../model.js';
import { runCommands } from '../run-commands.js';
import type { Install } from './install.js';

/** `zypper install …` of packages; patterns, patches and products have no version to name. */
export function zypperInstalls(dockerfile: Dockerfile): Install[] {
  return runCommands(dockerfile, 'zypper').flatMap(({ run, command }) => {
    const [subcommand, ...packages] = operands(command, VALUED);
    if (!subcommand || !ZYPPER_INSTALL.has(subcommand.value)) return [];
    const types = flagValues(command, '-t', '--type').map(({ value }) => value);
    return types.every((type) => type === 'package')
      ? [{ run, command, subcommand, packages }]
      : [];
  });
}

/** The subcommand, if it is one of these. */
export function zypperSubcommand(
  command: ShellCommand,
  subcommands: ReadonlySet<string>,
): ShellWord | undefined {
  const [first] = operands(command, VALUED);
  return first && subcommands.has(first.value) ? first : undefined;
}

export const ZYPPER_INSTALL: ReadonlySet<string> = new Set(['install', 'in']);

/** Options of zypper that take a value. Source: zypper(8). */
const VALUED = [
  '-c',
  '--config',
  '-D',
  '--reposd-dir',
  '-R',
  '--root',
  '--installroot',
  '-r',
  '--repo',
  '-t',
  '--type',
  '-p',
  '--plus-repo',
  '-P',
  '--plus-content',
  '--from',
  '--cache-dir',
  '--raw-cache-dir',
  '--solv-cache-dir',
  '--pkg-cache-dir',
  '--userdata',
  '--releasever',
  '--solver-focus',
  '--download',
];
