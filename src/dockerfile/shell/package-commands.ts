import { commandName, operands } from './command-line.js';
import type { ShellCommand, ShellScript, ShellWord } from './model.js';

/** A command of a package manager, such as `apt-get install curl`. */
export interface PackageCommand {
  /** The family of managers that share a cache: `apt` for apt-get, apt and aptitude. */
  readonly manager: PackageManager;
  readonly action: PackageAction;
  /** The word that names the action: `install`, `-S`. */
  readonly verb: ShellWord;
  /** The packages. */
  readonly packages: readonly ShellWord[];
}

export type PackageManager = 'apt' | 'apk' | 'dnf' | 'yum' | 'zypper' | 'pacman' | 'conda';

export type PackageAction = 'update' | 'install' | 'upgrade' | 'remove' | 'clean';

/** The command as one of a package manager; undefined for other commands and other actions. */
export function packageCommand(command: ShellCommand): PackageCommand | undefined {
  const syntax = MANAGERS.get(commandName(command));
  if (!syntax) return undefined;
  const { manager, valueOptions, actions } = syntax;
  if (manager === 'pacman') return pacmanCommand(command);
  const [verb, ...packages] = operands(command, valueOptions);
  const action = verb && actions.get(verb.value);
  return verb && action ? { manager, action, verb, packages } : undefined;
}

/** The commands of package managers in a script, each with the command that it is. */
export function packageCommandsOf({
  commands,
}: ShellScript): readonly (PackageCommand & { readonly command: ShellCommand })[] {
  return commands.flatMap((command) => {
    const found = packageCommand(command);
    return found ? [{ ...found, command }] : [];
  });
}

/** The command line of a package manager. */
interface ManagerSyntax {
  readonly manager: PackageManager;
  /** Options that take the next word as their value. */
  readonly valueOptions: readonly string[];
  /** By subcommand. */
  readonly actions: ReadonlyMap<string, PackageAction>;
}

/** `subcommands` are the subcommands of each action, separated by spaces. */
function actionTable(
  subcommands: Readonly<Record<PackageAction, string>>,
): Map<string, PackageAction> {
  const table = new Map<string, PackageAction>();
  for (const [action, names] of Object.entries(subcommands)) {
    for (const name of names.split(' ')) table.set(name, action as PackageAction);
  }
  return table;
}

const APT: ManagerSyntax = {
  manager: 'apt',
  valueOptions: [
    '-t',
    '--target-release',
    '--default-release',
    '-o',
    '--option',
    '-c',
    '--config-file',
  ],
  actions: actionTable({
    update: 'update',
    install: 'install reinstall build-dep satisfy source',
    upgrade: 'upgrade dist-upgrade full-upgrade safe-upgrade dselect-upgrade',
    remove: 'remove purge autoremove autopurge',
    clean: 'clean autoclean distclean',
  }),
};

const DNF = {
  valueOptions: [
    '-c',
    '-d',
    '-e',
    '-x',
    '--config',
    '--enablerepo',
    '--disablerepo',
    '--repo',
    '--installroot',
    '--releasever',
    '--setopt',
    '--exclude',
  ],
  actions: actionTable({
    update: 'makecache check-update',
    install: 'install groupinstall localinstall reinstall in',
    upgrade: 'update upgrade up upgrade-minimal update-minimal distro-sync',
    remove: 'remove erase rm autoremove groupremove',
    clean: 'clean',
  }),
};

const CONDA: ManagerSyntax = {
  manager: 'conda',
  valueOptions: ['-n', '--name', '-p', '--prefix', '-c', '--channel', '-f', '--file'],
  actions: actionTable({
    update: 'info',
    install: 'install create',
    upgrade: 'update upgrade',
    remove: 'remove uninstall',
    clean: 'clean',
  }),
};

const MANAGERS: ReadonlyMap<string, ManagerSyntax> = new Map<string, ManagerSyntax>([
  ['apt-get', APT],
  ['apt', APT],
  ['aptitude', APT],
  [
    'apk',
    {
      manager: 'apk',
      valueOptions: [
        '-t',
        '--virtual',
        '-X',
        '--repository',
        '-p',
        '--root',
        '--keys-dir',
        '--repositories-file',
      ],
      actions: actionTable({
        update: 'update',
        install: 'add',
        upgrade: 'upgrade fix',
        remove: 'del',
        clean: 'cache',
      }),
    },
  ],
  ['dnf', { manager: 'dnf', ...DNF }],
  ['dnf5', { manager: 'dnf', ...DNF }],
  ['microdnf', { manager: 'dnf', ...DNF }],
  ['tdnf', { manager: 'dnf', ...DNF }],
  ['yum', { manager: 'yum', ...DNF }],
  [
    'zypper',
    {
      manager: 'zypper',
      valueOptions: [
        '-r',
        '--repo',
        '-R',
        '--root',
        '-t',
        '--type',
        '-C',
        '--cache-dir',
        '-D',
        '--reposd-dir',
      ],
      actions: actionTable({
        update: 'refresh ref',
        install: 'install in source-install si install-new-recommends inr',
        upgrade: 'update up patch dist-upgrade dup',
        remove: 'remove rm',
        clean: 'clean cc',
      }),
    },
  ],
  ['pacman', { manager: 'pacman', valueOptions: [], actions: new Map() }],
  ['conda', CONDA],
  ['mamba', CONDA],
  ['micromamba', CONDA],
]);

/** The operations of pacman are letters: -Sy, -Syu, -S packages, -Rns, -Scc. */
function pacmanCommand(command: ShellCommand): PackageCommand | undefined {
  const verb = command.args.find(({ value }) => /^-(?:[A-Za-z]*[SR]|-sync|-remove)/.test(value));
  if (!verb) return undefined;
  const packages = operands(command, ['--root', '-r', '--dbpath', '-b']);
  return { manager: 'pacman', action: pacmanAction(verb.value, packages), verb, packages };
}

function pacmanAction(operation: string, packages: readonly ShellWord[]): PackageAction {
  if (/^-[a-z]*R|^--remove/.test(operation)) return 'remove';
  if (/^-[A-Za-z]*c/.test(operation)) return 'clean';
  if (packages.length > 0) return 'install';
  return /^-[A-Za-z]*u/.test(operation) ? 'upgrade' : 'update';
}
