import { commandName, hasFlag } from '../../dockerfile/shell/command-line.js';
import type { ShellCommand } from '../../dockerfile/shell/model.js';
import type { Call } from './found-input.js';

/** What verifies a downloaded file, later in the same RUN instruction. */
export interface FileCheck {
  /** `sha256sum`, `gpg`. */
  readonly by: string;
  /** The digest stands in the Dockerfile. */
  readonly pinned: boolean;
}

const SUMS = /^(?:(?:sha(?:1|224|256|384|512)|b2|b3|md5)sum|shasum|openssl|sha256|sha512)$/;
const WEAK = /^(?:sha1sum|md5sum)$/;
const SIGNATURES = /^(?:gpg2?|gpgv2?|minisign|signify|cosign|slsa-verifier|rsign|sq|sqv)$/;
const HEX = /(?<![0-9a-f])[0-9a-f]{56,128}(?![0-9a-f])/i;

/**
 * The check of a file that a command wrote: a checksum or a signature, in a command after it that names the file. A
 * check that names no file (`sha256sum -c SHA256SUMS`) counts for all files of the instruction.
 */
export function checkOf({ command, run, values }: Call, file: string): FileCheck | undefined {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const { commands } = run.script;
  const names = namesOf(call(commands, command), name, values);
  for (const check of commands) {
    if (check.start < command.start || check === command) continue;
    const by = commandName(check);
    const isSum = SUMS.test(by) && !WEAK.test(by) && comparesSums(check);
    const isSignature = SIGNATURES.test(by) && comparesSignature(check);
    if (!isSum && !isSignature) continue;
    const text = scriptText(check, { run, values });
    if (!namesFile(text, names) && namesSomeFile(text)) continue;
    return { by, pinned: isSum && HEX.test(text) };
  }
  return undefined;
}

function call(commands: readonly ShellCommand[], command: ShellCommand): readonly ShellCommand[] {
  return commands.filter(({ start }) => start >= command.start);
}

/** The file, and the names that it is moved or copied to. */
function namesOf(
  commands: readonly ShellCommand[],
  name: string,
  values: Call['values'],
): ReadonlySet<string> {
  const names = new Set([name]);
  for (const command of commands) {
    if (!/^(?:mv|cp|ln|install)$/.test(commandName(command))) continue;
    const words = command.args.map((word) => baseName(values(word)));
    const to = words.at(-1);
    if (to !== undefined && words.slice(0, -1).some((word) => names.has(word))) names.add(to);
  }
  return names;
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
