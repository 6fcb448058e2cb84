import { commandName, flagValues, hasFlag, operands } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';
import { isAddress } from './address.js';
import { DOWNLOADERS, lastPart } from './fetches.js';
import type { Call } from './found-material.js';
import { variantsOf } from './variants.js';

type Script = Pick<Call, 'run' | 'values'>;

/** How the keys that verify signatures were come by: by fingerprint, from a download, or not in this instruction. */
export type Keys = 'pinned' | 'downloaded' | 'unknown';

/** Commands of one instruction that are read. */
const MAX_COMMANDS = 100;

const FINGERPRINT = /^(?:0x)?[0-9a-f]{40}$/i;

/** `gpg --fingerprint | grep "ABCD 1234 …"` */
export function isKeyComparison(command: ShellCommand, { values }: Pick<Call, 'values'>): boolean {
  return (
    /^[ef]?grep$/.test(commandName(command)) &&
    (command.pipeline?.elements ?? []).some((one) => one && /^gpg2?$/.test(commandName(one))) &&
    command.args.some((word) => /[0-9a-f]{40}/i.test(values(word).replace(/\s+/g, '')))
  );
}

/** The keys of gpg. A key by its fingerprint is the right one, whoever gave it. */
export function keysOf({ run, values }: Script, downloaded: ReadonlySet<string>): Keys {
  const commands = run.script.commands
    .filter((command) => /^(?:gpg2?|apt-key)$/.test(commandName(command)))
    .slice(0, MAX_COMMANDS);
  const received = commands.filter((command) =>
    hasFlag(command, '--recv-keys', '--recv-key', '--recv', '--receive-keys'),
  );
  const imports = commands.some(
    (command) =>
      hasFlag(command, '--import') &&
      (command.pipeline?.elements.some((one) => one && DOWNLOADERS.test(commandName(one))) ||
        operands(command).some((word) => downloaded.has(lastPart(values(word))))),
  );
  if (received.length === 0) return imports ? 'downloaded' : 'unknown';
  const fingerprints = received.every((command) =>
    operands(command, ['--keyserver', '--keyring', '--homedir', '--keyserver-options'])
      .flatMap((word) => variantsOf({ run, values }, word))
      .filter((text) => /^(?:0x)?[0-9a-f]{8,}$|^\$/i.test(text))
      .every((text) => FINGERPRINT.test(text)),
  );
  return fingerprints ? 'pinned' : 'downloaded';
}

/** The files with the keys that a command verifies with, and whether one of them is an address. */
export function keyFilesOf(
  command: ShellCommand,
  values: Call['values'],
): { readonly files: readonly string[]; readonly fetches: boolean } {
  const options = KEY_OPTIONS.get(commandName(command).replace(/\d$/, '')) ?? [];
  const texts = flagValues(command, ...options).map(({ word, value }) => values(word, value));
  return { files: texts.map(lastPart), fetches: texts.some(isAddress) };
}

/** Sources: the manuals of the programs. */
const KEY_OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['cosign', ['--key', '--certificate-chain', '--trusted-root']],
  ['minisign', ['-p']],
  ['rsign', ['-p']],
  ['signify', ['-p']],
  ['gpgv', ['--keyring']],
  ['gpg', ['--keyring']],
  ['sqv', ['--keyring']],
  ['sq', ['--signer-file', '--signer-cert']],
]);

/** Whether anybody can sign so that this verification succeeds: cosign with any identity. */
export function acceptsAnySigner(command: ShellCommand, values: Call['values']): boolean {
  return flagValues(command, '--certificate-identity-regexp').some(({ word, value }) =>
    ANYBODY.test(
      values(word, value)
        .slice(0, 300)
        .replace(/\.[*+]|[\\^$()?]/g, ''),
    ),
  );
}

/** What is left of a pattern without its wildcards, if that fits anybody: nothing, or only a server of repositories. */
const ANYBODY = /^(?:@|https:\/?\/?|https:\/\/(?:www\.)?(?:github|gitlab)\.com\/*|\s*)$/i;
