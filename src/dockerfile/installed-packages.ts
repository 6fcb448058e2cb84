import { gemInstalls } from './commands/package-managers/gem.js';
import { npmInstalls } from './commands/package-managers/npm.js';
import { expandedArgument } from './commands/package-managers/package-argument.js';
import { pipInstalls } from './commands/package-managers/pip.js';
import { splitScript } from './materials/split-script.js';
import { type Dockerfile, instructionsOf, type RunInstruction } from './parser/model.js';
import { flagValues } from './shell/command-line.js';
import type { ShellWord } from './shell/model.js';
import {
  type PackageCommand,
  type PackageManager,
  packageCommand,
} from './shell/package-commands.js';

/** A package that a RUN names to a package manager. */
export interface InstalledPackage {
  readonly manager: PackageManager | 'pip' | 'npm' | 'gem';
  readonly name: string;
  /** The only version, or with `*` at the end the only versions, that it installs. Absent if any version may be installed. */
  readonly version?: string;
}

/** What a RUN does with packages. */
export interface RunPackages {
  readonly run: RunInstruction;
  /** Whether it upgrades all packages of the distribution, or installs some. Absent if it does neither. */
  readonly effect?: 'upgrades' | 'installs';
  /** The package manager of the distribution that does so. */
  readonly manager?: PackageManager;
  readonly packages: readonly InstalledPackage[];
}

/** Packages of one RUN that are read; no real one names more. */
const MAX_PACKAGES = 2_000;

/** Longer words are no packages. */
const MAX_WORD = 300;

/** What the RUN instructions do with packages; those that do nothing with them are left out. */
export function installedPackages(dockerfile: Dockerfile): readonly RunPackages[] {
  const languages = languagePackages(dockerfile);
  return instructionsOf(dockerfile, 'RUN').flatMap((run) => {
    const commands = splitScript(dockerfile, run).commands.flatMap(
      (command) => packageCommand(command) ?? [],
    );
    const change = changeOf(commands);
    const named = commands
      .filter(({ action }) => action === 'install' || action === 'upgrade')
      .flatMap((command) => systemPackages(dockerfile, run, command));
    const packages = [...named, ...(languages.get(run) ?? [])].slice(0, MAX_PACKAGES);
    return change || packages.length > 0 ? [{ run, ...change, packages }] : [];
  });
}

/** An upgrade of all packages includes what the same RUN installs. */
function changeOf(
  commands: readonly PackageCommand[],
): Pick<RunPackages, 'effect' | 'manager'> | undefined {
  const upgrade = commands.find(
    ({ action, packages, manager }) =>
      action === 'upgrade' && packages.length === 0 && manager !== 'conda',
  );
  if (upgrade) return { effect: 'upgrades', manager: upgrade.manager };
  const install = commands.find(
    ({ action, manager }) => (action === 'install' || action === 'upgrade') && manager !== 'conda',
  );
  return install && { effect: 'installs', manager: install.manager };
}

function systemPackages(
  dockerfile: Dockerfile,
  run: RunInstruction,
  { manager, packages }: PackageCommand,
): InstalledPackage[] {
  return packages.flatMap((word) => {
    const text = expandedArgument(dockerfile, run, word);
    const parsed = text.length > MAX_WORD ? undefined : SYNTAX[manager].exec(text)?.groups;
    const name = parsed?.name;
    // `curl-` removes curl.
    if (name === undefined || (manager === 'apt' && name.endsWith('-'))) return [];
    return { manager, name, ...versionOf(parsed?.exact, parsed?.prefix) };
  });
}

function versionOf(
  exact: string | undefined,
  prefix: string | undefined,
): Pick<InstalledPackage, 'version'> {
  if (exact !== undefined) return { version: exact };
  return prefix === undefined ? {} : { version: `${prefix}*` };
}

const EQUALS = /^(?<name>[\w][\w.+:@-]*?)(?:=(?<exact>[^=<>~\s]+))?$/;
const RPM =
  /^(?<name>[A-Za-z][\w.+-]*?)(?:(?:-|=)(?<exact>(?:\d+:)?\d[\w.+~^*]*(?:-\d[\w.+~^*]*)?))?$/;

/**
 * A package in the syntax of a manager. Sources: apt-get(8) (`curl=7.88.1-10`, `curl/stable`), apk-add(8) (`curl=8.1-r0`,
 * `curl~8.1`), dnf(8) (`curl-7.76.1-26.el9`), zypper(8), pacman(8).
 */
const SYNTAX: Readonly<Record<PackageManager, RegExp>> = {
  apt: /^(?<name>[a-z0-9][a-z0-9.+-]*?)(?::[a-z0-9]+)?(?:=(?<exact>[^=\s]+)|\/[\w.-]+)?$/,
  apk: /^(?<name>[\w][\w.+:-]*?)(?:@[\w-]+)?(?:=(?<exact>[^=<>~\s]+)|~=?(?<prefix>[^=<>~\s]+)|[<>].*)?$/,
  dnf: RPM,
  yum: RPM,
  zypper: RPM,
  pacman: EQUALS,
  conda: EQUALS,
};

/** The packages that pip, npm and gem install, by instruction. */
function languagePackages(
  dockerfile: Dockerfile,
): ReadonlyMap<RunInstruction, readonly InstalledPackage[]> {
  const found = new Map<RunInstruction, InstalledPackage[]>();
  const add = (
    run: RunInstruction,
    words: readonly ShellWord[],
    read: (text: string) => InstalledPackage | undefined,
  ) => {
    const packages = words.flatMap((word) => {
      const text = expandedArgument(dockerfile, run, word);
      return (text.length > MAX_WORD ? undefined : read(text)) ?? [];
    });
    found.set(run, [...(found.get(run) ?? []), ...packages]);
  };
  for (const { run, packages } of pipInstalls(dockerfile)) add(run, packages, requirement);
  for (const { run, packages } of npmInstalls(dockerfile)) add(run, packages, npmPackage);
  for (const { run, command, packages } of gemInstalls(dockerfile)) {
    const version = flagValues(command, '-v', '--version')[0]?.value;
    add(run, packages, (text) => gem(text, version));
  }
  return found;
}

/** `requests[socks]==2.31.0`. Ranges, files and URLs are no pins. Source: PEP 508. */
function requirement(text: string): InstalledPackage | undefined {
  const [, name, operator, version] =
    /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(?:(===?)\s*([^\s,;]+)|[<>~!].*|;.*)?$/.exec(text) ??
    [];
  if (name === undefined) return undefined;
  return { manager: 'pip', name, ...(operator !== undefined && { version }) };
}

/** `typescript@5.4.2`. Ranges and tags are no pins. */
function npmPackage(text: string): InstalledPackage | undefined {
  const [, name, version] = /^((?:@[\w.-]+\/)?[\w.-]+)(?:@(.+))?$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const isExact = /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(version ?? '');
  return { manager: 'npm', name, ...(isExact && { version }) };
}

/** `rails:7.1.0`, or the version of the option. */
function gem(text: string, option: string | undefined): InstalledPackage | undefined {
  const [, name, version = option] = /^([\w.-]+)(?::([\w.-]+))?$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const isExact = /^\d[\w.]*$/.test(version ?? '');
  return { manager: 'gem', name, ...(isExact && { version }) };
}
