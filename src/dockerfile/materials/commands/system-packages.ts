import { commandName, flagValues, hasFlag, operands } from '../../shell/command-line.js';
import type { ShellCommand } from '../../shell/model.js';
import { packageCommand } from '../../shell/package-commands.js';
import { isAddress, readAddress } from '../address.js';
import type { Call, CommandReader, FoundMaterial } from '../found-material.js';
import { INDEX_SIGNATURE } from '../index-keys.js';
import { hasUnknownPart } from '../shell-values.js';
import { isVerificationOff } from '../verification-off.js';

/** apt, apk, dnf, yum, zypper, pacman: the packages that a line names, and the indexes that it gives. */
export const systemPackages: CommandReader = {
  programs: /^(?:apt|apt-get|aptitude|apk|dnf5?|microdnf|yum|zypper|pacman|tdnf)$/,
  read(call) {
    const { command, values } = call;
    const by = commandName(command);
    const sources = sourcesOf(call);
    const parsed =
      packageCommand(command) ?? tdnf(command) ?? fetchCommand(command) ?? groupCommand(command);
    if (!parsed) return sources;
    const { action, packages } = parsed;
    const unverified =
      isVerificationOff(call, by) ||
      hasFlag(
        command,
        '--allow-unauthenticated',
        '--force-yes',
        '--nogpgcheck',
        '--allow-untrusted',
        '--no-gpg-checks',
        '--no-gpgchecks',
        '--allow-unsigned-rpm',
        '--allow-insecure-repositories',
      );
    const verifiedBy = unverified ? {} : { verifiedBy: INDEX_SIGNATURE };
    if (action === 'remove' || action === 'clean') return sources;
    if (action === 'update' || packages.length === 0)
      return [
        ...sources,
        {
          kind: 'packages',
          what: action === 'update' ? `the package index of ${by}` : `all packages of ${by}`,
          by,
          at: command.range,
          transport: 'unknown',
          pin: 'none',
          ...verifiedBy,
          isOpen: true,
        },
      ];
    return [
      ...sources,
      ...packages.flatMap((word): FoundMaterial[] => {
        const text = values(word);
        if (/^(?:\.{0,2}\/|~)/.test(text)) return [];
        if (isAddress(text))
          return [{ ...readAddress(text), kind: 'download', by, at: word.range, isOpen: true }];
        return [
          {
            kind: 'package',
            what: text.slice(0, 200),
            by,
            at: word.range,
            transport: 'unknown',
            pin: pinOf(text),
            ...verifiedBy,
            isOpen: true,
          },
        ];
      }),
    ];
  },
};

/** The indexes that a command uses or adds. */
function sourcesOf({ command, values }: Call): FoundMaterial[] {
  const by = commandName(command);
  const given = flagValues(
    command,
    '--repository',
    '-X',
    '--repofrompath',
    '--add-repo',
    '--from-repofile',
    '--add-or-set-baseurl',
  ).map(({ value, word }) => ({ word, text: values(word, value) }));
  const [verb, ...words] = operands(command);
  const adds = /^(?:addrepo|ar|config-manager)$/.test(verb?.value ?? '');
  const added = adds ? words.map((word) => ({ word, text: values(word) })) : [];
  const found = [...given, ...added].flatMap(({ word, text }) => {
    const address = /(?:^|[=,])((?:https?|ftp):.*)$/s.exec(text)?.[1];
    return address === undefined ? [] : [sourceOf(address, by, word.range)];
  });
  const [copr] = verb?.value === 'copr' ? words.slice(1) : [];
  const isSame = (a: FoundMaterial, b: FoundMaterial) => a.at === b.at && a.what === b.what;
  return [
    ...found.filter((one, i) => found.findIndex((other) => isSame(one, other)) === i),
    ...(copr && words[0]?.value === 'enable'
      ? [sourceOf(`https://copr.fedorainfracloud.org/coprs/${values(copr)}`, by, copr.range)]
      : []),
  ];
}

/** Subcommands that fetch packages without installing them. */
const FETCHES: ReadonlyMap<string, RegExp> = new Map([
  ['apt', /^download$/],
  ['apt-get', /^download$/],
  ['aptitude', /^download$/],
  ['apk', /^fetch$/],
  ['dnf', /^download$/],
  ['dnf5', /^download$/],
  ['microdnf', /^download$/],
  ['tdnf', /^download$/],
  ['yum', /^download$/],
  ['zypper', /^(?:download|source-download)$/],
]);

/** `apt-get download zip`, `apk fetch zip`. The rules about what is installed do not see these. */
function fetchCommand(command: ShellCommand) {
  const [verb, ...packages] = operands(command, FETCH_OPTIONS);
  return verb && FETCHES.get(commandName(command))?.test(verb.value)
    ? { action: 'install' as const, packages }
    : undefined;
}

/** `dnf module install nodejs:20`, `dnf group install tools`. */
function groupCommand(command: ShellCommand) {
  if (!/^(?:dnf5?|yum|microdnf)$/.test(commandName(command))) return undefined;
  const [noun, verb, ...packages] = operands(command, FETCH_OPTIONS);
  return /^(?:module|group)$/.test(noun?.value ?? '') && verb?.value === 'install'
    ? { action: 'install' as const, packages }
    : undefined;
}

const FETCH_OPTIONS =
  '-t --target-release -o --option -c --config-file --output -X --repository --repositories-file -p --root --destdir --downloaddir --repo --repoid --enablerepo --disablerepo --releasever --setopt --arch'.split(
    ' ',
  );

/** tdnf of Azure Linux and Photon has the command line of dnf. */
function tdnf(command: Parameters<typeof packageCommand>[0]) {
  if (commandName(command) !== 'tdnf' || !command.name) return undefined;
  return packageCommand({ ...command, name: { ...command.name, value: 'dnf' } });
}

/** `curl=8.1`, `curl~8.1` of apk, `curl-8.1-1.el9` of rpm. */
function pinOf(name: string) {
  if (/[=~<>]=?[^=]/.test(name) || /-\d[\w.+~^]*-\d|-\d+\.\d/.test(name)) return 'version';
  return hasUnknownPart(name) && /^\$/.test(name) ? 'unknown' : 'none';
}

/** A repository of packages. */
export function sourceOf(text: string, by: string, at: FoundMaterial['at']): FoundMaterial {
  return { ...readAddress(text), kind: 'package-source', by, at, pin: 'none', isOpen: true };
}
