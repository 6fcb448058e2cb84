import { commandName, flagValues, hasFlag, operands } from '../../shell/command-line.js';
import type { ShellWord } from '../../shell/model.js';
import { isAddress, readAddress } from '../address.js';
import type { Call, CommandReader, FoundMaterial } from '../found-material.js';
import { hasUnknownPart } from '../shell-values.js';
import { isVerificationOff } from '../verification-off.js';
import { addressIn } from './package-sources.js';
import { sourceOf } from './system-packages.js';

/** How a package manager names versions, and what it takes from a file of the project. */
interface Manager {
  readonly programs: RegExp;
  /** Subcommands that install packages by name. */
  readonly installs: RegExp;
  /** Subcommands that fetch what a file of the project lists. */
  readonly restores: RegExp;
  readonly file: string;
  /** What verifies the packages of the file. */
  readonly verifiedBy?: string;
  readonly valueOptions: readonly string[];
  /** The version in a name; undefined without one. */
  version(name: string): string | undefined;
  /** Options that give the version of all names. */
  readonly versionOptions?: readonly string[];
}

const afterAt = (name: string) => /.@([^@]+)$/.exec(name)?.[1];
const afterColon = (name: string) => /.:([^:/]+)$/.exec(name)?.[1];

const MANAGERS: readonly Manager[] = [
  {
    programs: /^(?:gem|bundle|bundler)$/,
    installs: /^(?:install|i)$/,
    restores: /^(?:install|update|exec|package)$/,
    file: 'Gemfile.lock',
    valueOptions: [
      '-v',
      '--version',
      '--source',
      '-s',
      '-i',
      '-n',
      '-j',
      '--jobs',
      '--path',
      '--without',
      '--with',
    ],
    version: afterColon,
    versionOptions: ['-v', '--version'],
  },
  {
    programs: /^go$/,
    installs: /^(?:install|get|run)$/,
    restores: /^(?:mod|build|test|generate|vet|work)$/,
    file: 'go.sum',
    verifiedBy: 'go.sum',
    valueOptions: ['-o', '-ldflags', '-tags', '-mod', '-C', '-gcflags', '-asmflags'],
    version: afterAt,
  },
  {
    programs: /^cargo$/,
    installs: /^(?:install|binstall)$/,
    restores: /^(?:build|b|fetch|test|run|check|update|chef|rustc)$/,
    file: 'Cargo.lock',
    verifiedBy: 'Cargo.lock',
    valueOptions: [
      '--version',
      '--vers',
      '--git',
      '--rev',
      '--tag',
      '--branch',
      '--path',
      '--features',
      '-F',
      '--target',
      '--bin',
      '-p',
      '--root',
      '--profile',
      '-j',
      '--index',
      '--registry',
      '--manifest-path',
    ],
    version: afterAt,
    versionOptions: ['--version', '--vers', '--rev', '--tag'],
  },
  {
    programs: /^composer(?:\.phar)?$/,
    installs: /^(?:require|global)$/,
    restores: /^(?:install|update|create-project)$/,
    file: 'composer.lock',
    valueOptions: ['-d', '--working-dir', '--repository'],
    version: afterColon,
  },
  {
    programs: /^(?:dotnet|nuget)$/,
    installs: /^(?:tool|add)$/,
    restores: /^(?:restore|build|publish|run|test|pack|workload)$/,
    file: 'the project',
    valueOptions: [
      '--version',
      '-s',
      '--source',
      '-c',
      '-o',
      '-r',
      '-f',
      '--tool-path',
      '--configfile',
    ],
    version: () => undefined,
    versionOptions: ['--version'],
  },
  {
    programs: /^(?:mvnw?|gradlew?|sbt|lein|ant|ivy)$/,
    installs: /^$/,
    restores: /./,
    file: 'the project',
    valueOptions: [],
    version: () => undefined,
  },
  {
    programs:
      /^(?:pecl|pear|phive|cpanm?|cpan|luarocks|opam|stack|cabal|mix|rebar3|conan|vcpkg|R|Rscript|julia|nix|nix-env|brew|snap|flatpak|choco|helm|kubectl|terraform|ansible-galaxy|krew|rustup|nvm|pyenv|rbenv|asdf|mise|sdk|playwright|code-server|docker)$/,
    installs:
      /^(?:install|get|global|deps\.get|pull|collection|toolchain|update|upgrade|self|component|target|default|add)$/,
    restores: /^(?:build|compile|init|dependency|run|use|exec|-e)$/,
    file: 'the project',
    valueOptions: ['--version', '-v', '--repo', '--profile', '--default-toolchain'],
    version: (name) => afterAt(name) ?? /-(\d+\.\d[\w.]*)$/.exec(name)?.[1] ?? afterColon(name),
    versionOptions: ['--version', '-v'],
  },
];

/** gem, go, cargo, composer, dotnet, Maven and others, whose command lines are alike. */
export const languageManagers: readonly CommandReader[] = MANAGERS.map((manager) => ({
  programs: manager.programs,
  read(call) {
    const added = addedSource(call) ?? addedRepository(call);
    if (added) return added;
    const materials = materialsOf(manager, call);
    return materials && [...sourcesOf(call), ...materials];
  },
}));

/** `dotnet nuget add source https://…`: NuGet takes a package from any of its sources. */
function addedSource({ command, values }: Call): FoundMaterial[] | undefined {
  const by = commandName(command);
  if (!/^(?:dotnet|nuget)$/.test(by)) return undefined;
  const words = operands(command, ['-n', '--name', '-u', '--username', '-p', '--password']);
  const [noun, verb, ...rest] = by === 'dotnet' ? words.slice(1) : words;
  const isAdd =
    by === 'dotnet'
      ? words[0]?.value === 'nuget' && noun?.value === 'add' && verb?.value === 'source'
      : noun?.value === 'sources' && verb?.value === 'add';
  if (!isAdd) return undefined;
  const given = flagValues(command, '-s', '-Source', '--source').map(({ word, value }) => ({
    word,
    text: values(word, value),
  }));
  return [...rest.map((word) => ({ word, text: values(word) })), ...given]
    .filter(({ text }) => isAddress(text))
    .map(({ word, text }) => ({
      ...sourceOf(text, by, word.range),
      isOpen: false,
      isExtra: true,
    }));
}

/** `composer config repositories.acme vcs https://…`, or a JSON text. Source: getcomposer.org, config. */
function addedRepository({ command, values }: Call): FoundMaterial[] | undefined {
  const by = commandName(command);
  if (!by.startsWith('composer')) return undefined;
  const words = operands(command, ['-d', '--working-dir', '-f', '--file']);
  const [verb, key, ...rest] = words[0]?.value === 'global' ? words.slice(1) : words;
  if (verb?.value !== 'config' || !/^repos?(?:itories)?(?:\.|$)/.test(key?.value ?? ''))
    return undefined;
  return rest.flatMap((word): FoundMaterial[] => {
    const text = values(word);
    // JSON may escape the slashes.
    const address = isAddress(text) ? text : addressIn(text.replaceAll('\\/', '/'));
    return address === undefined ? [] : [{ ...sourceOf(address, by, word.range), isOpen: false }];
  });
}

function sourcesOf({ command, values }: Call): FoundMaterial[] {
  const by = commandName(command);
  const own = SOURCE_OPTIONS.get(by) ?? [];
  return flagValues(command, '--source', '--index', '--repository', '--repo', ...own)
    .map(({ value, word }) => ({ word, text: values(word, value) }))
    .filter(({ text }) => isAddress(text))
    .map(({ word, text }) => sourceOf(text, by, word.range));
}

const SOURCE_OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['gem', ['-s']],
  ['dotnet', ['-s']],
  ['luarocks', ['--server', '--only-server']],
]);

/** Nothing for a subcommand that is known to stay off the network; undefined for one that is not known. */
function materialsOf(manager: Manager, call: Call): FoundMaterial[] | undefined {
  const by = commandName(call.command);
  const own = VALUE_OPTIONS.get(by) ?? [];
  const [verb, ...words] = operands(call.command, [...manager.valueOptions, ...own]);
  const name = verb?.value ?? '';
  const isBundle = /^bundler?$/.test(by);
  const isInstall = !isBundle && manager.installs.test(name);
  if (!isInstall && !(manager.restores.test(name) || (isBundle && name === '')))
    return OFFLINE.test(name) ? [] : undefined;
  const repositories = repositoriesOf(call);
  if (repositories.length > 0) return repositories;
  return isInstall && words.length > 0
    ? packagesOf(manager, call, words)
    : [projectPackages(manager, call)];
}

/** Options with a value of programs that share a reader with others. Sources: the manuals of the programs. */
const VALUE_OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'gem',
    ['-P', '-p', '--trust-policy', '--http-proxy', '--install-dir', '--bindir', '--document'],
  ],
  [
    'helm',
    [
      ...['--set', '--set-string', '--set-file', '--set-json', '--set-literal', '--values', '-f'],
      ...['--namespace', '-n', '--destination', '-d', '--untardir', '--kube-context', '--keyring'],
      ...['--ca-file', '--cert-file', '--key-file', '--timeout', '--registry-config', '--version'],
    ],
  ],
  ['conan', ['-p', '-u', '-r', '-s', '-o', '-pr', '-if', '--remote', '--user']],
  ['flatpak', ['--gpg-import', '--gpg-file', '--arch', '--installation', '--title']],
  ['docker', ['--platform', '-u', '-p', '--config', '--context', '-H', '--host']],
  ['ansible-galaxy', ['-s', '--server', '-p', '--roles-path', '--collections-path', '-r', '-n']],
  ['luarocks', ['--server', '--only-server', '--tree', '--lua-version', '--lua-dir']],
  ['nuget', ['-Source', '-Version', '-OutputDirectory', '-ConfigFile', '-SolutionDirectory']],
]);

/** `cargo install --git`. */
function repositoriesOf({ command, values }: Call): FoundMaterial[] {
  return flagValues(command, '--git').map(({ word, value }): FoundMaterial => {
    const revision = flagValues(command, '--rev').length > 0;
    const pin = revision ? 'commit' : flagValues(command, '--tag').length > 0 ? 'version' : 'none';
    const by = commandName(command);
    return {
      ...readAddress(values(word, value)),
      pin,
      kind: 'git',
      by,
      at: word.range,
      isOpen: true,
    };
  });
}

function packagesOf(manager: Manager, call: Call, words: readonly ShellWord[]): FoundMaterial[] {
  const { command, values } = call;
  const by = commandName(command);
  const [given] = flagValues(command, ...(manager.versionOptions ?? []));
  return words.flatMap((word): FoundMaterial[] => {
    const text = values(word);
    if (isLocal(text) || SUBCOMMANDS.test(text)) return [];
    const version = given ? values(given.word, given.value) : manager.version(text);
    return [
      {
        kind: 'package',
        what: text.slice(0, 200),
        by,
        at: word.range,
        transport: 'unknown',
        pin: pinOf(version ?? text, version !== undefined),
        ...(by === 'go' && !isVerificationOff(call, by) && { verifiedBy: 'the checksum database' }),
        isOpen: true,
      },
    ];
  });
}

/** What a file of the project lists. Cargo follows its lock file only if it is told to. */
function projectPackages(
  { file, verifiedBy: verifier }: Manager,
  { command }: Call,
): FoundMaterial {
  const by = commandName(command);
  const isLocked = by !== 'cargo' || hasFlag(command, '--locked', '--frozen');
  const verifiedBy = isLocked ? verifier : undefined;
  return {
    kind: 'packages',
    what: `the packages of ${file}`,
    by,
    at: command.range,
    transport: 'unknown',
    pin: verifiedBy === undefined ? 'unknown' : 'digest',
    ...(verifiedBy !== undefined && { verifiedBy, lockFiles: [file] }),
    isOpen: true,
  };
}

const OFFLINE =
  /^(?:config|cache|version|env|clean|list|ls|show|help|info|uninstall|remove|rm|nuget|fmt|locals|set|unset|init|new|login|logout|completion|default|alias|switch|rehash|which|path)$/;

const SUBCOMMANDS = /^(?:install|add|package|require|tool|update|get)$/;

function isLocal(name: string): boolean {
  return /^(?:\.|\/|~)/.test(name);
}

function pinOf(version: string, given: boolean): FoundMaterial['pin'] {
  if (given && /^[0-9a-f]{40}$/.test(version)) return 'commit';
  if (given && /^[v=]?\d/.test(version)) return 'version';
  return hasUnknownPart(version) ? 'unknown' : 'none';
}
