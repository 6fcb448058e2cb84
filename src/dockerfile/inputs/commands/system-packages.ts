import { commandName, flagValues, hasFlag } from '../../shell/command-line.js';
import { packageCommand } from '../../shell/package-commands.js';
import { isAddress, readAddress } from '../address.js';
import type { CommandReader, FoundInput } from '../found-input.js';
import { isUnknown } from '../shell-values.js';

/** apt, apk, dnf, yum, zypper, pacman: the packages that a line names, and the indexes that it gives. */
export const systemPackages: CommandReader = {
  programs: /^(?:apt|apt-get|aptitude|apk|dnf5?|microdnf|yum|zypper|pacman|tdnf)$/,
  read({ command, values }) {
    const by = commandName(command);
    const sources = flagValues(command, '--repository', '-X', '--repofrompath')
      .map(({ value, word }) => ({ word, text: values(word, value) }))
      .filter(({ text }) => isAddress(text))
      .map(({ word, text }) => sourceOf(text, by, word.range));
    const parsed = packageCommand(command) ?? tdnf(command);
    if (!parsed) return sources;
    const { action, packages } = parsed;
    const unverified = hasFlag(
      command,
      '--allow-unauthenticated',
      '--force-yes',
      '--nogpgcheck',
      '--allow-untrusted',
      '--no-gpg-checks',
      '--allow-insecure-repositories',
    );
    const verifiedBy = unverified ? {} : { verifiedBy: 'the signature of the index' };
    if (action === 'remove' || action === 'clean') return sources;
    const repository = parsed.verb.value;
    if (/^(?:addrepo|ar)$/.test(repository)) return sources;
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
      ...packages.flatMap((word): FoundInput[] => {
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

/** tdnf of Azure Linux and Photon has the command line of dnf. */
function tdnf(command: Parameters<typeof packageCommand>[0]) {
  if (commandName(command) !== 'tdnf' || !command.name) return undefined;
  return packageCommand({ ...command, name: { ...command.name, value: 'dnf' } });
}

/** `curl=8.1`, `curl~8.1` of apk, `curl-8.1-1.el9` of rpm. */
function pinOf(name: string) {
  if (/[=~<>]=?[^=]/.test(name) || /-\d[\w.+~^]*-\d|-\d+\.\d/.test(name)) return 'version';
  return isUnknown(name) && /^\$/.test(name) ? 'unknown' : 'none';
}

/** A repository of packages. */
export function sourceOf(text: string, by: string, at: FoundInput['at']): FoundInput {
  return { ...readAddress(text), kind: 'package-source', by, at, pin: 'none', isOpen: true };
}
