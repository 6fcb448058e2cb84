import { fillVariables } from '../../../lib/shell-variables.js';
import type { Dockerfile } from '../../parser/model.js';
import { commandName, operands } from '../../shell/command-line.js';
import type { ShellCommand, ShellWord } from '../../shell/model.js';
import { removesFolder } from '../package-cache.js';
import { runCommands } from '../run-commands.js';
import type { Install } from './install.js';
import { expandedArgument, isOpaque } from './package-argument.js';

/** The names of dnf. Sources: dnf(8), dnf5(8). */
export const DNF = ['dnf', 'dnf5', 'microdnf'] as const;

export interface RpmInstall extends Install {
  /** Whether it installs modules, which have a stream instead of a version: `nodejs:20`. */
  readonly module: boolean;
}

/** `install …` and `module install …` of these managers. */
export function rpmInstalls(dockerfile: Dockerfile, managers: readonly string[]): RpmInstall[] {
  return runCommands(dockerfile, ...managers).flatMap(({ run, command }): RpmInstall[] => {
    const [first, second, ...rest] = operands(command, VALUE_OPTIONS);
    if (!first) return [];
    if (INSTALL.has(first.value)) {
      const packages = second ? [second, ...rest] : [];
      return [{ run, command, subcommand: first, packages, module: false }];
    }
    return first.value === 'module' && second?.value === 'install'
      ? [{ run, command, subcommand: second, packages: rest, module: true }]
      : [];
  });
}

const INSTALL = new Set(['install', 'in', 'localinstall']);

/** The subcommand if it is one of these; `group install` and `module install` count as `install`. */
export function rpmSubcommand(
  command: ShellCommand,
  subcommands: ReadonlySet<string>,
): ShellWord | undefined {
  const [first, second] = operands(command, VALUE_OPTIONS);
  if (!first) return undefined;
  const nested = first.value === 'group' || first.value === 'module' ? second : undefined;
  const word = nested ?? first;
  return subcommands.has(word.value) ? word : undefined;
}

/** Whether a command empties the caches of these managers. */
export function emptiesRpmCache(command: ShellCommand, managers: readonly string[]): boolean {
  if (managers.includes(commandName(command))) {
    const [first, second] = operands(command, VALUE_OPTIONS);
    return first?.value === 'clean' && second?.value === 'all';
  }
  return RPM_CACHES.some((folder) => removesFolder(command, folder));
}

/** The cache folders of yum, dnf 4 and dnf 5. */
export const RPM_CACHES: readonly string[] = [
  '/var/cache/yum',
  '/var/cache/dnf',
  '/var/cache/libdnf5',
];

/**
 * Whether a package is pinned: it has a version, is a file, or is unknown because only a variable names it.
 * `args` are the names that ARG declares; a build argument may have a version as its value.
 */
export function isRpmPinned(
  dockerfile: Dockerfile,
  { run, module }: Pick<RpmInstall, 'run' | 'module'>,
  word: ShellWord,
  args: ReadonlySet<string>,
): boolean {
  if (isOpaque(word)) return true;
  const text = fillVariables(expandedArgument(dockerfile, run, word), (name) =>
    args.has(name) ? '0' : undefined,
  );
  if (module) return text.includes(':');
  return /-\d|[=<>@/]|\.rpm$/.test(text);
}

/** The names that all ARG instructions of the file declare. */
export function declaredArgs({ instructions }: Dockerfile): ReadonlySet<string> {
  return new Set(
    instructions.flatMap((i) => (i.keyword === 'ARG' ? i.pairs.map(({ key }) => key.value) : [])),
  );
}

/** Options with a value. Sources: dnf(8), dnf5(8), yum(8). */
const VALUE_OPTIONS = [
  '-c',
  '--config',
  '-d',
  '--debuglevel',
  '-e',
  '--errorlevel',
  '-R',
  '--randomwait',
  '-x',
  '--exclude',
  '--excludepkgs',
  '--advisory',
  '--color',
  '--comment',
  '--destdir',
  '--disableexcludes',
  '--disableplugin',
  '--disablerepo',
  '--disable-repo',
  '--downloaddir',
  '--enableplugin',
  '--enablerepo',
  '--enable-repo',
  '--forcearch',
  '--installroot',
  '--releasever',
  '--repo',
  '--repofrompath',
  '--repoid',
  '--rpmverbosity',
  '--setopt',
];
