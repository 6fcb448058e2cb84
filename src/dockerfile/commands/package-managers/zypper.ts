import type { Dockerfile } from '../../parser/model.js';
import { flagValues, operands } from '../../shell/command-line.js';
import type { ShellCommand, ShellWord } from '../../shell/model.js';
import { runCommands } from '../run-commands.js';
import type { Install } from './install.js';

/** `zypper install …` of packages. Patterns, patches and products are left out: they have no versions. */
export function zypperInstalls(dockerfile: Dockerfile): Install[] {
  return runCommands(dockerfile, 'zypper').flatMap(({ run, command }) => {
    const [subcommand, ...packages] = operands(command, VALUE_OPTIONS);
    if (!subcommand || !ZYPPER_INSTALL.has(subcommand.value)) return [];
    const types = flagValues(command, '-t', '--type').map(({ value }) => value);
    return types.every((type) => type === 'package')
      ? [{ run, command, subcommand, packages }]
      : [];
  });
}

/** The subcommand if it is one of these; otherwise undefined. */
export function zypperSubcommand(
  command: ShellCommand,
  subcommands: ReadonlySet<string>,
): ShellWord | undefined {
  const [first] = operands(command, VALUE_OPTIONS);
  return first && subcommands.has(first.value) ? first : undefined;
}

export const ZYPPER_INSTALL: ReadonlySet<string> = new Set(['install', 'in']);

/** Options of zypper with a value. Source: zypper(8). */
const VALUE_OPTIONS = [
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
