import { commandName, operands } from './command-line.js';
import type { ShellCommand, ShellWord } from './model.js';

/** What a package manager is asked to do. */
export interface PackageCommand {
  /** The family, whose commands share one cache: apt-get and apt are `apt`. */
  readonly manager: 'apt' | 'apk' | 'dnf' | 'yum' | 'zypper' | 'pacman' | 'conda';
  readonly action: PackageAction;
  /** The word that says so. */
  readonly verb: ShellWord;
  /** The packages named; for apk also the name behind `--virtual` when it is installed. */
  readonly packages: readonly ShellWord[];
}

export type PackageAction = 'update' | 'install' | 'upgrade' | 'remove' | 'clean';

/** Reads a command as one of a package manager; undefined when it is none, or asks for something else. */
export function packageCommand(command: ShellCommand): PackageCommand | undefined {
  const name = commandName(command);
  const known = MANAGERS.get(name);
  if (!known) return undefined;
  if (known.manager === 'pacman') return pacman(command);
  const [verb, ...packages] = operands(command, known.valued);
  const action = verb && known.actions.get(verb.value);
  return verb && action ? { manager: known.manager, action, verb, packages } : undefined;
}

interface Manager {
  readonly manager: PackageCommand['manager'];
  readonly valued: readonly string[];
  readonly actions: ReadonlyMap<string, PackageAction>;
}

function actions(list: Readonly<Record<PackageAction, string>>): Map<string, PackageAction> {
  const map = new Map<string, PackageAction>();
  for (const [action, words] of Object.entries(list)) {
    for (const word of words.split(' ')) map.set(word, action as PackageAction);
  }
  return map;
}

const APT: Manager = {
  manager: 'apt',
  valued: ['-t', '--target-release', '--default-release', '-o', '--option', '-c', '--config-file'],
  actions: actions({
    update: 'update',
    install: 'install reinstall build-dep satisfy source',
    upgrade: 'upgrade dist-upgrade full-upgrade safe-upgrade dselect-upgrade',
    remove: 'remove purge autoremove autopurge',
    clean: 'clean autoclean distclean',
  }),
};

const DNF = {
  valued: [
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
  actions: actions({
    update: 'makecache check-update',
    install: 'install groupinstall localinstall reinstall in',
    upgrade: 'update upgrade up upgrade-minimal update-minimal distro-sync',
    remove: 'remove erase rm autoremove groupremove',
    clean: 'clean',
  }),
};

const CONDA: Manager = {
  manager: 'conda',
  valued: ['-n', '--name', '-p', '--prefix', '-c', '--channel', '-f', '--file'],
  actions: actions({
    update: 'info',
    install: 'install create',
    upgrade: 'update upgrade',
    remove: 'remove uninstall',
    clean: 'clean',
  }),
};

const MANAGERS: ReadonlyMap<string, Manager> = new Map<string, Manager>([
  ['apt-get', APT],
  ['apt', APT],
  ['aptitude', APT],
  [
    'apk',
    {
      manager: 'apk',
      valued: [
        '-t',
        '--virtual',
        '-X',
        '--repository',
        '-p',
        '--root',
        '--keys-dir',
        '--repositories-file',
      ],
      actions: actions({
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
      valued: [
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
      actions: actions({
        update: 'refresh ref',
        install: 'install in source-install si install-new-recommends inr',
        upgrade: 'update up patch dist-upgrade dup',
        remove: 'remove rm',
        clean: 'clean cc',
      }),
    },
  ],
  ['pacman', { manager: 'pacman', valued: [], actions: new Map() }],
  ['conda', CONDA],
  ['mamba', CONDA],
  ['micromamba', CONDA],
]);

/** pacman's operations are letters: -Sy, -Syu, -S packages, -Rns, -Scc. */
function pacman(command: ShellCommand): PackageCommand | undefined {
  const verb = command.args.find(({ value }) => /^-(?:[A-Za-z]*[SR]|-sync|-remove)/.test(value));
  if (!verb) return undefined;
  const { value } = verb;
  const packages = operands(command, ['--root', '-r', '--dbpath', '-b']);
  const action: PackageAction = /^-[a-z]*R|^--remove/.test(value)
    ? 'remove'
    : /^-[A-Za-z]*c/.test(value)
      ? 'clean'
      : packages.length > 0
        ? 'install'
        : /^-[A-Za-z]*u/.test(value)
          ? 'upgrade'
          : 'update';
  return { manager: 'pacman', action, verb, packages };
}
