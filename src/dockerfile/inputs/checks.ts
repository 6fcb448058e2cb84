import type { RunInstruction } from '../parser/model.js';
import { commandName, hasFlag } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';
import type { Call } from './found-input.js';

/** What verifies a downloaded file, later in the same RUN instruction. */
export interface FileCheck {
  /** `sha256sum`, `gpg`. */
  readonly by: string;
  /** The digest stands in the Dockerfile. */
  readonly pinned: boolean;
}

/** Programs for checksums that nobody can forge: not SHA-1 or MD5. */
const SUMS = /^(?:(?:sha(?:224|256|384|512)|b2|b3)sum|shasum|openssl|sha256|sha512)$/;
const SIGNATURES = /^(?:gpg2?|gpgv2?|minisign|signify|cosign|slsa-verifier|rsign|sq|sqv)$/;
const HEX = /(?<![0-9a-f])[0-9a-f]{56,128}(?![0-9a-f])/i;

/** A command that compares checksums or verifies signatures. */
interface Check extends FileCheck {
  readonly start: number;
  /** What it reads, without variables. */
  readonly text: string;
}

/** A command that gives files other names. */
interface Move {
  readonly start: number;
  readonly from: readonly string[];
  readonly to: string;
}

/** Checks, and moves, of one instruction that are read. */
const MAX_COMMANDS = 100;

interface Checks {
  readonly checks: readonly Check[];
  readonly moves: readonly Move[];
}

const cache = new WeakMap<RunInstruction, Checks>();

/** The checks and moves of an instruction, found once. */
function checksIn({ run, values }: Call): Checks {
  let found = cache.get(run);
  if (!found) {
    const { commands } = run.script;
    const checks = commands.filter(isCheck).slice(0, MAX_COMMANDS);
    const moves = checks.length === 0 ? [] : commands.filter(isMove).slice(0, MAX_COMMANDS);
    found = {
      checks: checks.map((command) => {
        const text = scriptText(command, { run, values });
        const by = commandName(command);
        return { by, start: command.start, text, pinned: SUMS.test(by) && HEX.test(text) };
      }),
      moves: moves.map(({ start, args }) => {
        const names = args.map((word) => baseName(values(word)));
        return { start, from: names.slice(0, -1), to: names.at(-1) ?? '' };
      }),
    };
    cache.set(run, found);
  }
  return found;
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
 * check that names no file (`sha256sum -c SHA256SUMS`) counts for all files of the instruction.
 */
export function checkOf(call: Call, file: string): FileCheck | undefined {
  const { checks, moves } = checksIn(call);
  const { start } = call.command;
  const later = checks.filter((check) => check.start > start);
  if (later.length === 0) return undefined;
  const names = new Set([baseName(file)]);
  // It may be checked under the name that it is moved or copied to.
  for (const move of moves)
    if (move.start > start && move.from.some((name) => names.has(name))) names.add(move.to);
  return later.find(({ text }) => namesFile(text, names) || !namesSomeFile(text));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
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
  return check.args.some(({ value }) =>
    /^(?:--verify|verify|verify-blob|verify-artifact|-V\w*)$/.test(value),
  );
}

/** The text of a check: its pipeline with its values, and the texts that it reads. */
function scriptText(check: ShellCommand, { run, values }: Pick<Call, 'run' | 'values'>): string {
  const { commands, mapped } = run.script;
  const { start, end } = check.pipeline ?? check;
  const words = commands
    .filter((one) => one === check || (one.start >= start && one.end <= end))
    .flatMap(({ args, redirects }) => [
      ...args,
      ...redirects.flatMap(({ target }) => target ?? []),
    ]);
  // A here-document stands after the command.
  const hasHeredoc = check.redirects.some(({ operator }) => operator.startsWith('<<'));
  const texts = [...new Set(words)].map((word) => values(word));
  return [...texts, ...(hasHeredoc ? [mapped.text] : [])].join(' ');
}

function namesFile(text: string, names: ReadonlySet<string>): boolean {
  return text.split(/[\s"'`()*=;&|<>]+/).some((word) => names.has(baseName(word)));
}

/** A checksum with a file name after it: it is for that file only. */
function namesSomeFile(text: string): boolean {
  return /[0-9a-f]{56,128}\s+\*?\s*[\w./-]+/i.test(text);
}
