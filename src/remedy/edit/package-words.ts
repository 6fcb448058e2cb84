import { pythonName } from '../../core/python-name.js';
import { apkAdds } from '../../dockerfile/commands/package-managers/apk.js';
import { aptInstalls } from '../../dockerfile/commands/package-managers/apt.js';
import { gemInstalls } from '../../dockerfile/commands/package-managers/gem.js';
import type { Install } from '../../dockerfile/commands/package-managers/install.js';
import { NPM_VALUE_OPTIONS } from '../../dockerfile/commands/package-managers/npm.js';
import { pipInstalls } from '../../dockerfile/commands/package-managers/pip.js';
import { DNF, rpmInstalls } from '../../dockerfile/commands/package-managers/rpm.js';
import { zypperInstalls } from '../../dockerfile/commands/package-managers/zypper.js';
import { runCommands } from '../../dockerfile/commands/run-commands.js';
import type { Dockerfile } from '../../dockerfile/parser/model.js';
import { flagValues, operands } from '../../dockerfile/shell/command-line.js';
import type { ShellWord } from '../../dockerfile/shell/model.js';

/** What a word of an install command says about a package. */
export interface PackageWord {
  /** Undefined without a version. */
  readonly version: string | undefined;
  /** The word with another version; undefined where that takes more than a version. */
  readonly withVersion: ((version: string) => string | undefined) | undefined;
}

/** How a package manager is given packages with versions. */
export interface WordSyntax {
  readonly installs: (dockerfile: Dockerfile) => readonly Install[];
  /** Undefined if the word is not about the package. */
  readonly read: (word: string, name: string) => PackageWord | undefined;
  /** The value of an option that has the version of the only package: `-v 1.0` of gem. */
  readonly versionOption?: (install: Install) => { word: ShellWord; prefix: string } | undefined;
}

/** `name=version`, `name:arch=version`. Source: apt-get(8). */
const APT: WordSyntax = {
  installs: (dockerfile) => aptInstalls(dockerfile, 'apt-get', 'apt', 'aptitude'),
  read: (word, name) => {
    const [, named, version, other] = /^([^=/]+)(?:=(.+)|(\/.+))?$/s.exec(word) ?? [];
    if (named?.replace(/:[a-z0-9-]+$/, '') !== name) return undefined;
    return pinned(version ?? other, other ? undefined : (to) => `${named}=${to}`);
  },
};

/** `name=version`, and `name~=version` for versions that begin with it. Source: apk-world(5). */
const APK: WordSyntax = {
  installs: apkAdds,
  read: (word, name) => {
    const rest = restAfter(word, name, /^[=~<>@]/);
    if (rest === undefined) return undefined;
    const match = /^(?:(=|~=|=~|~)([^=~<>@]+))?$/.exec(rest);
    if (!match) return pinned(rest, undefined);
    const [, operator = '=', version] = match;
    return pinned(version, (to) => `${name}${operator}${to}`);
  },
};

/** `name-version`, `name-version.arch`, of zypper `name=version` too. Sources: dnf(8), zypper(8). */
const readRpm: WordSyntax['read'] = (word, name) => {
  const [, arch = ''] = ARCHITECTURE.exec(word) ?? [];
  const rest = restAfter(word.slice(0, word.length - arch.length), name, /^(?:-\d|[=<>])/);
  if (rest === undefined) return undefined;
  const match = /^(?:([-=])([^<>=]+))?$/.exec(rest);
  if (!match) return pinned(rest, undefined);
  const [, separator = '-', version] = match;
  return pinned(version, (to) => `${name}${separator}${to}${arch}`);
};

const ARCHITECTURE = /(\.(?:noarch|x86_64|aarch64|i[3-6]86|ppc64le|s390x|armv7hl|riscv64))$/;

const RPM: WordSyntax = {
  installs: (dockerfile) =>
    rpmInstalls(dockerfile, [...DNF, 'tdnf', 'yum']).filter(({ module }) => !module),
  read: readRpm,
};

/** `name==version`, with extras and markers; `~=` and `>=` are kept. Source: PEP 508. */
const PIP: WordSyntax = {
  installs: pipInstalls,
  read: (word, name) => {
    const [, start = '', written = '', rest = ''] =
      /^(([A-Za-z0-9][\w.-]*)(?:\s*\[[^\]]*\])?\s*)(.*)$/s.exec(word) ?? [];
    if (pythonName(written) !== pythonName(name)) return undefined;
    const match = /^(?:(===?|~=|>=)(\s*)([^\s,;<>=!~]+))?(\s*;.*)?$/s.exec(rest);
    if (!match) return pinned(rest, undefined);
    const [, operator, space = '', version, marker = ''] = match;
    return pinned(version, (to) => {
      if (!operator) return `${start.trimEnd()}==${to}${marker}`;
      return keepsRange(operator, version ?? '', to)
        ? `${start}${operator}${space}${to}${marker}`
        : undefined;
    });
  },
};

/** Whether a version of Python can be replaced in a specification: `~=1.4` means 1.x, `~=1.4.2` means 1.4.x. */
export function keepsRange(operator: string, from: string, to: string): boolean {
  return operator !== '~=' || from.split('.').length === to.split('.').length;
}

/** `name@version`, also with `^` or `~`. Source: docs.npmjs.com/cli/commands/npm-install. */
const NPM: WordSyntax = {
  installs: (dockerfile) =>
    runCommands(dockerfile, 'npm').flatMap(({ run, command }) => {
      const [subcommand, ...packages] = operands(command, NPM_VALUE_OPTIONS);
      return subcommand && /^(?:install|i|add)$/.test(subcommand.value)
        ? [{ run, command, subcommand, packages }]
        : [];
    }),
  read: (word, name) => {
    const rest = restAfter(word, name, /^@/);
    if (rest === undefined) return undefined;
    const [, style = '', version] = /^(?:@([~^]?)([^@:/\s<>|]+))?$/.exec(rest) ?? [];
    if (rest !== '' && version === undefined) return pinned(rest, undefined);
    return pinned(version, (to) => `${name}@${style}${to}`);
  },
};

/** `name:version`, `-v version`. Source: `gem help install`. */
const GEM: WordSyntax = {
  installs: gemInstalls,
  read: (word, name) => {
    const rest = restAfter(word, name, /^:/);
    if (rest === undefined) return undefined;
    const [, style = '', version] = /^(?::(~>\s*)?([\w.-]+))?$/.exec(rest) ?? [];
    if (rest !== '' && version === undefined) return pinned(rest, undefined);
    return pinned(version, (to) => `${name}:${style}${to}`);
  },
  versionOption: ({ command, packages }) => {
    const [option, second] = flagValues(command, '-v', '--version');
    if (!option || second || packages.length !== 1) return undefined;
    const { word, value } = option;
    const style = /^(?:~>|=)\s*/.exec(value)?.[0] ?? '';
    const isOptionWord = word.value.endsWith(value);
    return isOptionWord
      ? { word, prefix: word.value.slice(0, word.value.length - value.length) + style }
      : undefined;
  },
};

/** By the manager that a change names. dnf, yum and microdnf install from the same repositories. */
export const WORD_SYNTAX: ReadonlyMap<string, WordSyntax> = new Map([
  ['apt', APT],
  ['apk', APK],
  ['dnf', RPM],
  ['yum', RPM],
  ['microdnf', RPM],
  ['zypper', { installs: zypperInstalls, read: readRpm }],
  ['pip', PIP],
  ['npm', NPM],
  ['gem', GEM],
]);

/** The text after the name; undefined if the word is another name. */
function restAfter(word: string, name: string, separator: RegExp): string | undefined {
  if (!word.startsWith(name)) return undefined;
  const rest = word.slice(name.length);
  return rest === '' || separator.test(rest) ? rest : undefined;
}

function pinned(version: string | undefined, withVersion: PackageWord['withVersion']): PackageWord {
  return { version, withVersion };
}
