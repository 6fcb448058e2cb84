import type { Dockerfile, RunInstruction } from '../../parser/model.js';
import { operands } from '../command-line.js';
import type { ShellCommand, ShellWord } from '../model.js';
import { removesFolder } from '../package-cache.js';
import { runCommands } from '../run-commands.js';
import type { Install } from './install.js';
import { expandVariables, isOpaque } from './package-argument.js';

/** What dnf, microdnf and yum share. Sources: dnf(8), dnf5(8), yum(8). */
export const DNF = ['dnf', 'dnf5', 'microdnf'] as const;

export interface RpmInstall extends Install {
  /** Modules, which are named with a stream. */
  readonly module: boolean;
}

/** `dnf install …`, `dnf module install …` of these managers. */
export function rpmInstalls(dockerfile: Dockerfile, managers: readonly string[]): RpmInstall[] {
  return runCommands(dockerfile, ...managers).flatMap(({ run, command }): RpmInstall[] => {
    const [first, second, ...rest] = operands(command, VALUED);
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

/** The subcommand of these managers, if it is one of these; `group install` and `module install` count as `install`. */
export function rpmSubcommand(
  command: ShellCommand,
  subcommands: ReadonlySet<string>,
): ShellWord | undefined {
  const [first, second] = operands(command, VALUED);
  if (!first) return undefined;
  const nested = first.value === 'group' || first.value === 'module' ? second : undefined;
  const word = nested ?? first;
  return subcommands.has(word.value) ? word : undefined;
}

/** Whether a command empties the managers' caches. */
export function emptiesRpmCache(command: ShellCommand, managers: readonly string[]): boolean {
  const name = command.name?.value ?? '';
  if (managers.includes(name.slice(name.lastIndexOf('/') + 1))) {
    const [first, second] = operands(command, VALUED);
    return first?.value === 'clean' && second?.value === 'all';
  }
  return RPM_CACHES.some((folder) => removesFolder(command, folder));
}

/** Where yum, dnf 4 and dnf 5 keep what they fetched. */
export const RPM_CACHES: readonly string[] = [
  '/var/cache/yum',
  '/var/cache/dnf',
  '/var/cache/libdnf5',
];

/** Whether the package names a version, a file or something that has none; `declared` are the names of all ARGs. */
export function isRpmPinned(
  dockerfile: Dockerfile,
  run: RunInstruction,
  word: ShellWord,
  module: boolean,
  declared: ReadonlySet<string>,
): boolean {
  if (isOpaque(word)) return true;
  const text = expandVariables(dockerfile, run, word).replace(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (use: string, plain?: string, braced?: string) =>
      declared.has(plain ?? braced ?? '') ? '0' : use,
  );
  if (module) return text.includes(':');
  return /-\d|[=<>@/]|\.rpm$/.test(text);
}

/** The names of all ARG instructions, wherever they stand. */
export function declaredArgs({ instructions }: Dockerfile): ReadonlySet<string> {
  return new Set(
    instructions.flatMap((i) => (i.keyword === 'ARG' ? i.pairs.map(({ key }) => key.value) : [])),
  );
}

const VALUED = [
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
