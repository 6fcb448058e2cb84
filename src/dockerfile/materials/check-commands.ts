import { variableNames } from '../../lib/shell-variables.js';
import { commandName, flagValues, hasFlag } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';
import { acceptsAnySigner, isKeyComparison, type Keys, keyFilesOf, keysOf } from './check-keys.js';
import { assignedBy, isRedefined, stopsBuild, testOf } from './check-reach.js';
import {
  comparesWithOther,
  HEX,
  isComputed,
  SUMS,
  type SumSource,
  sourceOfSums,
  sumsOf,
  withoutSums,
} from './check-sums.js';
import { DOWNLOADERS, fetchesOf, lastPart } from './fetches.js';
import type { Call } from './found-material.js';

const SIGNATURES = /^(?:gpg2?|gpgv2?|minisign|signify|cosign|slsa-verifier|rsign|sq|sqv)$/;

/** A part of the names of all programs that check, and of the one that receives keys: most scripts have none. */
const CHECKING =
  /sum\b|sha\d|openssl|gpg|apt-key|minisign|signify|cosign|slsa-verifier|rsign|sqv?\b/;

/** A command that compares checksums or verifies signatures. */
export interface VerificationCommand extends Pick<ShellCommand, 'start' | 'branch' | 'outcome'> {
  readonly by: string;
  readonly isSignature: boolean;
  /** The digest stands in the Dockerfile. */
  readonly pinned: boolean;
  /** The names in it. */
  readonly names: ReadonlySet<string>;
  /** It is for the files of its names only. */
  readonly isForNames: boolean;
  /** The files that it reads checksums from. */
  readonly sums: readonly string[];
  /** Those of them that an archive had. */
  readonly unpacked: readonly string[];
  /** The files with its keys. */
  readonly keyFiles: readonly string[];
  /** It downloads the checksums or the key itself. */
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

type Downloaded = ReadonlyMap<string, ShellCommand>;

export interface Checks {
  readonly checks: readonly VerificationCommand[];
  readonly moves: readonly Move[];
  /** The files that the instruction downloads by name, with the command. */
  readonly downloaded: ReadonlyMap<string, ShellCommand>;
  /** The commands that download, as far as they are read. */
  readonly downloads: ReadonlySet<ShellCommand>;
  readonly keys: Keys;
  /** Where the fingerprint of a key is compared. */
  readonly comparesKey: number | undefined;
}

/** Checks, moves and downloads of one instruction that are read. */
const MAX_COMMANDS = 100;

const NOTHING: Checks = {
  checks: [],
  moves: [],
  downloaded: new Map(),
  downloads: new Set(),
  keys: 'unknown',
  comparesKey: undefined,
};

/** By the function that gives the values: another build has other ones. */
const cache = new WeakMap<Call['values'], Checks>();

type Script = Pick<Call, 'run' | 'values' | 'dockerfile'>;

/** What all checks of an instruction are read with. */
interface Reading extends Script {
  readonly downloaded: Downloaded;
  readonly stops: ReturnType<typeof stopsBuild>;
  /** What the script assigns, for all checks together. */
  readonly assignments: ShellCommand['assignments'];
}

/** The checks of an instruction that stop the build if they fail, found once. */
export function checksIn(script: Script): Checks {
  let found = cache.get(script.values);
  if (!found) {
    found = readChecks(script);
    cache.set(script.values, found);
  }
  return found;
}

function readChecks(script: Script): Checks {
  const { run, values } = script;
  const { commands, text } = run.script;
  if (!CHECKING.test(text)) return NOTHING;
  const stops = stopsBuild(run);
  const candidates = commands.filter(isCheck).slice(0, MAX_COMMANDS);
  const comparesKey = commands.find(
    (command) => isKeyComparison(command, script) && stops(command),
  )?.start;
  if (candidates.length === 0 && comparesKey === undefined) return NOTHING;
  const downloads = commands
    .filter((command) => DOWNLOADERS.test(commandName(command)))
    .slice(0, MAX_COMMANDS);
  const downloaded = new Map(
    downloads.flatMap((command) =>
      fetchesOf({ command, run, values }).map(({ file }): [string, ShellCommand] => [
        lastPart(file),
        command,
      ]),
    ),
  );
  const assignments = commands.flatMap((command) => command.assignments);
  const reading = { ...script, downloaded, stops, assignments };
  const moves = commands.filter(isMove).slice(0, MAX_COMMANDS);
  return {
    checks: candidates.flatMap((command) => readCheck(command, reading) ?? []),
    moves: moves.map(({ start, args }) => {
      const names = args.map((word) => lastPart(values(word)));
      return { start, from: names.slice(0, -1), to: names.at(-1) ?? '' };
    }),
    downloaded,
    downloads: new Set(downloads),
    keys: comparesKey === undefined ? keysOf(script, new Set(downloaded.keys())) : 'pinned',
    comparesKey,
  };
}

function isMove(command: ShellCommand): boolean {
  return /^(?:mv|cp|ln|install)$/.test(commandName(command));
}

function isCheck(command: ShellCommand): boolean {
  const by = commandName(command);
  if (SUMS.test(by)) return command.substituted || comparesSums(command);
  return SIGNATURES.test(by) && verifiesSignature(command);
}

function readCheck(command: ShellCommand, reading: Reading): VerificationCommand | undefined {
  const by = commandName(command);
  if (isRedefined(by, reading.run)) return undefined;
  if (SIGNATURES.test(by)) return signatureCheck(command, reading);
  return comparesSums(command) ? sumCheck(command, reading) : testCheck(command, reading);
}

function signatureCheck(command: ShellCommand, reading: Reading): VerificationCommand | undefined {
  const { run, values, stops } = reading;
  if (!stops(command) || acceptsAnySigner(command, values)) return undefined;
  const text = scriptText(command, relatedCommands(command, run.script.commands), reading);
  const { files, fetches } = keyFilesOf(command, values);
  return {
    ...stepOf(command),
    by: commandName(command),
    isSignature: true,
    pinned: false,
    names: namesIn(text),
    isForNames: true,
    sums: [],
    unpacked: [],
    keyFiles: files,
    downloads: fetches,
    output: outputOf(command, values),
  };
}

function stepOf({ start, branch, outcome }: Pick<ShellCommand, 'start' | 'branch' | 'outcome'>) {
  return { start, branch, outcome };
}

/** `sha256sum -c` */
function sumCheck(command: ShellCommand, reading: Reading): VerificationCommand | undefined {
  const { run, values, downloaded, stops } = reading;
  const related = relatedCommands(command, run.script.commands);
  const text = scriptText(command, related, reading);
  if (!stops(command) || isComputed(text, run)) return undefined;
  const names = namesIn(text);
  const sums = command.substituted ? [] : sumsOf(command, related, values);
  const sources = new Map(
    sums.flatMap((name): [string, SumSource][] =>
      downloaded.has(name) ? [] : [[name, sourceOfSums(name, command, reading)]],
    ),
  );
  const pinned = isPinned(text, reading);
  if (!pinned && sums.length > 0 && sums.every((name) => sources.get(name) === 'computed'))
    return undefined;
  return {
    ...stepOf(command),
    by: commandName(command),
    isSignature: false,
    pinned,
    names,
    isForNames: namesSomeFile(text) || namesOther(names, downloaded, new Set(sums)),
    sums,
    unpacked: sums.filter((name) => sources.get(name) === 'archive'),
    keyFiles: [],
    downloads:
      related.some((one) => DOWNLOADERS.test(commandName(one))) || isAskedFor(text, reading),
    output: undefined,
  };
}

/** A sum that a test compares: `[ "$(sha256sum FILE)" = DIGEST ]`. */
function testCheck(command: ShellCommand, reading: Reading): VerificationCommand | undefined {
  const { run, values, downloaded, stops } = reading;
  const test = testOf(command, run);
  if (!test) return undefined;
  const isAround = test.start < command.start;
  const variable = isAround ? undefined : assignedBy(command, run.script.commands);
  const text = values({ value: test.text, raw: test.text, literal: false });
  if (!comparesWithOther(test.text, variable)) return undefined;
  if (!stops(test, /!=|(?:^|[[\s])!\s/.test(withoutSums(test.text)))) return undefined;
  const related = relatedCommands(command, run.script.commands);
  const file = scriptText(command, related, reading);
  const compared = [text, ...assignedTexts(test.text, reading)].map(withoutSums).join(' ');
  const names = namesIn(file);
  return {
    ...stepOf(test),
    by: commandName(command),
    isSignature: false,
    pinned: HEX.test(compared),
    names,
    isForNames: namesOther(names, downloaded, new Set()),
    sums: [...namesIn(compared)].filter((name) => downloaded.has(name)),
    unpacked: [],
    keyFiles: [],
    downloads: isAskedFor(compared, reading),
    output: undefined,
  };
}

/** What the script gives the variables of a text. */
function assignedTexts(text: string, { assignments }: Reading): string[] {
  if (assignments.length === 0) return [];
  const variables = variableNames(text);
  return assignments
    .filter(({ name }) => variables.has(name))
    .flatMap(({ value }) => value?.value ?? []);
}

/** The file names in a text. A pattern of grep has its ends: `^`, `$`. */
function namesIn(text: string): Set<string> {
  const words = text.split(/[\s"'`()*=;&|<>]+/).map((word) => word.replace(/^\^|\\?\$$/g, ''));
  return new Set(words.map(lastPart));
}

/** The commands of its pipeline, and those in them. */
function relatedCommands(check: ShellCommand, commands: readonly ShellCommand[]): ShellCommand[] {
  const { start, end } = check.pipeline ?? check;
  return commands.filter((one) => one === check || (one.start >= start && one.end <= end));
}

/** `-c` of sha256sum. */
function comparesSums(check: ShellCommand): boolean {
  if (commandName(check) === 'openssl') return hasFlag(check, '-verify');
  return hasFlag(check, '-c', '--check') || check.args.some(({ value }) => /^-\w*c$/.test(value));
}

function verifiesSignature(check: ShellCommand): boolean {
  return (
    /^(?:gpgv|sqv)/.test(commandName(check)) ||
    check.args.some(({ value }) =>
      /^(?:--verify|--decrypt|verify|verify-blob|verify-artifact|-V\w*)$/.test(value),
    )
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
function isPinned(text: string, reading: Reading): boolean {
  return HEX.test(text) || assignedTexts(text, reading).some((value) => HEX.test(value));
}

/** A variable of the check has what a command downloaded. */
function isAskedFor(text: string, reading: Reading): boolean {
  return assignedTexts(text, reading).some((value) => /(?:\$\(|`)\s*(?:curl|wget)\b/.test(value));
}

/** A checksum with a file name after it: it is for that file only. */
function namesSomeFile(text: string): boolean {
  return /[0-9a-f]{56,128}\s+\*?\s*[\w./-]+/i.test(text);
}

/** It names a file that is downloaded, and is not the one with the checksums. */
function namesOther(
  names: ReadonlySet<string>,
  downloaded: Downloaded,
  sums: ReadonlySet<string>,
): boolean {
  return [...downloaded.keys()].some((name) => names.has(name) && !sums.has(name));
}

/** `gpg --decrypt --output FILE` */
function outputOf(command: ShellCommand, values: Call['values']): string | undefined {
  const [given] = flagValues(command, '-o', '--output');
  const redirect = command.redirects.find(({ operator }) => operator === '>')?.target;
  const text = given ? values(given.word, given.value) : redirect && values(redirect);
  return text === undefined ? undefined : lastPart(text);
}
