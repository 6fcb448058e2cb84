import type { RunInstruction } from '../parser/model.js';
import { commandName, flagValues, hasFlag, operands } from '../shell/command-line.js';
import { shellAt } from '../shell/effective-shell.js';
import type { ShellCommand } from '../shell/model.js';
import { resolveOutcome, settingsOf } from '../shell/outcome.js';
import { DOWNLOADERS, fetchesOf, lastPart } from './fetches.js';
import type { Call } from './found-input.js';
import { variantsOf } from './variants.js';

/** What verifies a downloaded file, later in the same RUN instruction. */
export interface FileCheck {
  /** `sha256sum`, `gpg`, `sha256sum with downloaded sums`. */
  readonly by: string;
  /** The digest stands in the Dockerfile. */
  readonly pinned: boolean;
}

/** Programs for checksums that nobody can forge: not SHA-1 or MD5. */
const SUMS = /^(?:(?:sha(?:224|256|384|512)|b2|b3)sum|shasum|openssl|sha256|sha512)$/;
const SIGNATURES = /^(?:gpg2?|gpgv2?|minisign|signify|cosign|slsa-verifier|rsign|sq|sqv)$/;
const HEX = /(?<![0-9a-f])[0-9a-f]{56,128}(?![0-9a-f])/i;
const FINGERPRINT = /^(?:0x)?[0-9a-f]{40}$/i;

/** A part of the names of all programs above, and of the one that receives keys: most scripts have none. */
const CHECKING = /sum\b|sha|openssl|gpg|apt-key|minisign|signify|cosign|slsa-verifier|rsign|sqv?\b/;

/** A command that compares checksums or verifies signatures. */
interface Check {
  readonly by: string;
  readonly start: number;
  readonly isSignature: boolean;
  readonly pinned: boolean;
  /** The names in it. */
  readonly names: ReadonlySet<string>;
  /** It is for the files of its names only. */
  readonly isForNames: boolean;
  /** The files that it reads checksums from. */
  readonly sums: readonly string[];
  /** It downloads the checksums itself. */
  readonly downloads: boolean;
  /** The file that a signed text is written to without its signature. */
  readonly output: string | undefined;
}

/** A command that gives files other names. */
interface Move {
  readonly start: number;
  readonly from: readonly string[];
  readonly to: string;
}

/** How the keys that verify signatures were come by: by fingerprint, from a download, or not in this instruction. */
type Keys = 'pinned' | 'downloaded' | 'unknown';

interface Checks {
  readonly checks: readonly Check[];
  readonly moves: readonly Move[];
  /** The names of the files that the instruction downloads. */
  readonly downloaded: ReadonlySet<string>;
  readonly keys: Keys;
  /** Where the fingerprint of a key is compared. */
  readonly comparesKey: number | undefined;
}

/** Checks, moves and downloads of one instruction that are read. */
const MAX_COMMANDS = 100;

const NOTHING: Checks = {
  checks: [],
  moves: [],
  downloaded: new Set(),
  keys: 'unknown',
  comparesKey: undefined,
};

/** By the function that gives the values: another build has other ones. */
const cache = new WeakMap<Call['values'], Checks>();

type Script = Pick<Call, 'run' | 'values'>;

/** The checks of an instruction, found once. */
function checksIn({ run, values }: Script): Checks {
  let found = cache.get(values);
  if (!found) {
    found = readChecks({ run, values });
    cache.set(values, found);
  }
  return found;
}

function readChecks(script: Script): Checks {
  const { run, values } = script;
  const { commands, text } = run.script;
  if (!CHECKING.test(text)) return NOTHING;
  const stops = stopsBuild(run);
  const checking = commands.filter(isCheck).slice(0, MAX_COMMANDS).filter(stops);
  const comparesKey = commands.find(
    (command) => isKeyComparison(command, script) && stops(command),
  )?.start;
  if (checking.length === 0 && comparesKey === undefined) return NOTHING;
  const downloaded = new Set(
    commands
      .filter((command) => DOWNLOADERS.test(commandName(command)))
      .slice(0, MAX_COMMANDS)
      .flatMap((command) => fetchesOf({ command, run, values }))
      .map(({ file }) => baseName(file)),
  );
  const moves = commands.filter(isMove).slice(0, MAX_COMMANDS);
  return {
    checks: checking.map((command) => readCheck(command, script, downloaded)),
    moves: moves.map(({ start, args }) => {
      const names = args.map((word) => baseName(values(word)));
      return { start, from: names.slice(0, -1), to: names.at(-1) ?? '' };
    }),
    downloaded,
    keys: comparesKey === undefined ? keysOf(script, downloaded) : 'pinned',
    comparesKey,
  };
}

/** Tells whether the build stops, or does not use the file, if a check fails: not before `|| true`. */
function stopsBuild(run: RunInstruction): (check: ShellCommand) => boolean {
  const settings = settingsOf(shellAt(run)?.args.map(({ value }) => value) ?? []);
  return (check) => {
    const test = check.substituted ? testAround(check, run.script.commands) : undefined;
    const isDifference = test?.args.some(({ value }) => value === '!=') === true;
    const outcome = (test ?? check).outcome(isDifference ? 'success' : 'failure');
    return resolveOutcome(outcome, settings) === 'stops';
  };
}

/** The test that compares a sum: `[ "$(sha256sum file)" = "DIGEST" ]`. */
function testAround(
  check: ShellCommand,
  commands: readonly ShellCommand[],
): ShellCommand | undefined {
  return commands.find(
    (one) =>
      /^(?:\[|test)$/.test(commandName(one)) && one.start < check.start && check.end <= one.end,
  );
}

function isMove(command: ShellCommand): boolean {
  return /^(?:mv|cp|ln|install)$/.test(commandName(command));
}

function isCheck(command: ShellCommand): boolean {
  const by = commandName(command);
  if (SUMS.test(by)) return comparesSums(command);
  return SIGNATURES.test(by) && comparesSignature(command);
}

/**
 * The check of a file that a command wrote: a checksum or a signature, in a command after it that names the file. A
 * check that names no file (`sha256sum -c SHA256SUMS`) counts for all files of the instruction but the one with the sums.
 */
export function checkOf(call: Call, file: string): FileCheck | undefined {
  return verification(call, baseName(file), call.command.start, 0);
}

/** Whether a file only has the checksums of others. */
export function isFileOfSums(call: Call, file: string): boolean {
  const name = baseName(file);
  return checksIn(call).checks.some(({ sums }) => sums.includes(name));
}

/** Whether a file is a signature, or a text with one, rather than a key. */
export function isSignature(call: Call, file: string): boolean {
  const name = baseName(file);
  return (
    /\.(?:tar|t?[gx]z|bz2|zst|zip|txt|deb|rpm|apk|jar|whl|exe|dmg|sh|phar|gem|iso|img|sums?|sha\d+)\.(?:asc|gpg|sig|pgp)$/i.test(
      name,
    ) || checksIn(call).checks.some((check) => check.isSignature && check.names.has(name))
  );
}

/** Whether the fingerprint of a key is compared later in the instruction. */
export function comparesFingerprint(call: Call): boolean {
  return (checksIn(call).comparesKey ?? 0) > call.command.start;
}

/** Sums of sums are followed this deep. */
const MAX_DEPTH = 3;

function verification(
  script: Script,
  name: string,
  start: number,
  depth: number,
): FileCheck | undefined {
  const { checks, moves } = checksIn(script);
  // It may be checked under the name that it is moved or copied to.
  const names = new Set([name]);
  for (const move of moves)
    if (move.start > start && move.from.some((from) => names.has(from))) names.add(move.to);
  const check = checks.find(
    (one) =>
      one.start > start &&
      !one.sums.some((sums) => names.has(sums)) &&
      (!one.isForNames || [...names].some((one_) => isNamed(one_, one))),
  );
  return check && resultOf(check, script, depth);
}

/** A signature file stands for what it signs. */
function isNamed(name: string, { names, isSignature: signs }: Check): boolean {
  return names.has(name) || (signs && [...SIGNATURE_ENDS].some((end) => names.has(name + end)));
}

const SIGNATURE_ENDS = ['.asc', '.sig', '.gpg', '.minisig'] as const;

function resultOf(check: Check, script: Script, depth: number): FileCheck {
  const { by, pinned, sums, downloads } = check;
  const { keys, checks, downloaded } = checksIn(script);
  if (check.isSignature)
    return { by: keys === 'downloaded' ? `${by} with a downloaded key` : by, pinned: false };
  if (pinned) return { by, pinned };
  const isTrusted = sums.some((name) => {
    const signed = checks.find(({ output }) => output === name);
    if (signed) return keys !== 'downloaded';
    if (!downloaded.has(name)) return true;
    const result =
      depth < MAX_DEPTH ? verification(script, name, check.start - 1, depth + 1) : undefined;
    return result !== undefined && !result.by.includes('downloaded');
  });
  const isWeak = downloads || (sums.length > 0 && !isTrusted);
  return { by: isWeak ? `${by} with downloaded sums` : by, pinned: false };
}

function readCheck(command: ShellCommand, script: Script, downloaded: ReadonlySet<string>): Check {
  const { run, values } = script;
  const by = commandName(command);
  const isSignatureCheck = SIGNATURES.test(by);
  const related = relatedCommands(command, run.script.commands);
  const text = scriptText(command, related, script);
  // A pattern of grep has its ends: `^`, `$`.
  const words = text.split(/[\s"'`()*=;&|<>]+/).map((word) => word.replace(/^\^|\\?\$$/g, ''));
  const names = new Set(words.map(baseName));
  const sums = isSignatureCheck ? [] : sumsOf(command, related, values);
  return {
    by,
    start: command.start,
    isSignature: isSignatureCheck,
    pinned: !isSignatureCheck && isPinned(command, text, script),
    names,
    isForNames:
      isSignatureCheck || namesSomeFile(text) || namesOther(names, downloaded, new Set(sums)),
    sums,
    downloads: related.some((one) => DOWNLOADERS.test(commandName(one))) || isAskedFor(text, run),
    output: outputOf(command, values),
  };
}

/** The commands of its pipeline, and those in them. */
function relatedCommands(check: ShellCommand, commands: readonly ShellCommand[]): ShellCommand[] {
  const { start, end } = check.pipeline ?? check;
  return commands.filter((one) => one === check || (one.start >= start && one.end <= end));
}

function baseName(path: string): string {
  return lastPart(path);
}

/** `-c` of sha256sum; in a test or an `if` the sum is compared with a text. */
function comparesSums(check: ShellCommand): boolean {
  if (check.substituted) return true;
  if (commandName(check) === 'openssl') return hasFlag(check, '-verify');
  return hasFlag(check, '-c', '--check') || check.args.some(({ value }) => /^-\w*c$/.test(value));
}

function comparesSignature(check: ShellCommand): boolean {
  const by = commandName(check);
  if (/^(?:gpgv|sqv)/.test(by)) return true;
  // Anybody can sign with an identity of their own.
  const identities = flagValues(check, '--certificate-identity-regexp');
  if (identities.some(({ value }) => /^\^?\.[*+]\$?$/.test(value))) return false;
  return check.args.some(({ value }) =>
    /^(?:--verify|--decrypt|verify|verify-blob|verify-artifact|-V\w*)$/.test(value),
  );
}

/** The text of a check: its pipeline with its values, and the texts that it reads. */
function scriptText(
  check: ShellCommand,
  related: readonly ShellCommand[],
  { run, values }: Script,
): string {
  const words = related.flatMap(({ args, redirects }) => [
    ...args,
    ...redirects.flatMap(({ target }) => target ?? []),
  ]);
  // A here-document stands after the command.
  const hasHeredoc = check.redirects.some(({ operator }) => /^<<-?$/.test(operator));
  const texts = [...new Set(words)].map((word) => values(word));
  return [...texts, ...(hasHeredoc ? [run.script.text] : [])].join(' ');
}

/** Whether the digest stands in the Dockerfile, in the check or in a variable of it. */
function isPinned(check: ShellCommand, text: string, { run, values }: Script): boolean {
  if (HEX.test(text)) return true;
  const { commands } = run.script;
  const variables = new Set([...text.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name));
  const isAssigned = commands.some(({ assignments }) =>
    assignments.some(({ name, value }) => variables.has(name) && HEX.test(value?.value ?? '')),
  );
  if (isAssigned || !check.substituted) return isAssigned;
  // `[ "$(sha256sum file)" = "DIGEST" ]`
  const around = commands.filter(
    ({ start, end, name }) => name && start < check.start && check.end <= end,
  );
  return around.some(({ args }) => args.some((word) => HEX.test(values(word))));
}

/** A variable of the check has what a command downloaded. */
function isAskedFor(text: string, { script }: RunInstruction): boolean {
  const variables = new Set([...text.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name));
  return (
    variables.size > 0 &&
    script.commands.some(({ assignments }) =>
      assignments.some(
        ({ name, value }) =>
          variables.has(name) && /(?:\$\(|`)\s*(?:curl|wget)\b/.test(value?.value ?? ''),
      ),
    )
  );
}

/** The files that the checksums stand in: `sha256sum -c FILE`, `grep NAME FILE | sha256sum -c`, `echo "$(cat FILE) …"`. */
function sumsOf(
  check: ShellCommand,
  related: readonly ShellCommand[],
  values: Call['values'],
): string[] {
  if (check.substituted) return [];
  return related.flatMap((command) => {
    const name = commandName(command);
    // What it downloads itself: `curl …/SHA256SUMS | sha256sum -c`.
    if (DOWNLOADERS.test(name)) return operands(command).map((word) => baseName(values(word)));
    const skipped = READERS.get(name) ?? (command === check ? 0 : undefined);
    return skipped === undefined
      ? []
      : operands(command, name === 'awk' ? ['-v', '-F'] : ['-a', '--algorithm', '-d', '-f'])
          .slice(command.args.some(({ value }) => value === '-e') ? 0 : skipped)
          .map((word) => baseName(values(word)))
          .filter((file) => file !== '' && file !== '-');
  });
}

/** Programs that print files, and how many words before these are no files. */
const READERS: ReadonlyMap<string, number> = new Map([
  ['cat', 0],
  ['head', 0],
  ['tail', 0],
  ['cut', 0],
  ['sort', 0],
  ['grep', 1],
  ['egrep', 1],
  ['fgrep', 1],
  ['sed', 1],
  ['awk', 1],
  ['gawk', 1],
]);

/** A checksum with a file name after it: it is for that file only. */
function namesSomeFile(text: string): boolean {
  return /[0-9a-f]{56,128}\s+\*?\s*[\w./-]+/i.test(text);
}

/** It names a file that is downloaded, and is not the one with the checksums. */
function namesOther(
  names: ReadonlySet<string>,
  downloaded: ReadonlySet<string>,
  sums: ReadonlySet<string>,
): boolean {
  return [...downloaded].some((name) => names.has(name) && !sums.has(name));
}

/** `gpg --decrypt --output FILE` */
function outputOf(command: ShellCommand, values: Call['values']): string | undefined {
  const [given] = flagValues(command, '-o', '--output');
  const redirect = command.redirects.find(({ operator }) => operator === '>')?.target;
  const text = given ? values(given.word, given.value) : redirect && values(redirect);
  return text === undefined ? undefined : baseName(text);
}

/** `gpg --fingerprint | grep "ABCD 1234 …"` */
function isKeyComparison(command: ShellCommand, { values }: Script): boolean {
  return (
    /^[ef]?grep$/.test(commandName(command)) &&
    (command.pipeline?.elements ?? []).some((one) => one && /^gpg2?$/.test(commandName(one))) &&
    command.args.some((word) => /[0-9a-f]{40}/i.test(values(word).replace(/\s+/g, '')))
  );
}

/** A key by its fingerprint is the right one, whoever gave it. */
function keysOf({ run, values }: Script, downloaded: ReadonlySet<string>): Keys {
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
        operands(command).some((word) => downloaded.has(baseName(values(word))))),
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
