import type { Fix } from '../../core/fix.js';
import { compareRanges, type Range } from '../../core/location.js';
import { effectiveShell, isPosixShell } from '../commands/effective-shell.js';
import { rangeAfter } from '../fixes.js';
import {
  type AddInstruction,
  type Dockerfile,
  instructionsOf,
  type RunInstruction,
} from '../parser/model.js';
import type { LintSubject } from '../rule.js';
import { commandName, hasFlag } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';
import { fetchesOf } from './fetches.js';
import { shellValues } from './shell-values.js';

/** Adds `--checksum` to an ADD with one address. Undefined unless the digest is known and the address is literal. */
export function addChecksumFix(
  { config }: LintSubject,
  { keywordToken, sources }: AddInstruction,
): Fix | undefined {
  const [source, ...others] = sources;
  if (!source || others.length > 0 || source.raw !== source.value) return undefined;
  const digest = isPinnable(source.value) ? config.digestOf?.(source.value) : undefined;
  if (digest === undefined) return undefined;
  return {
    description: `Add the checksum of ${source.value}`,
    edits: [{ ...rangeAfter(keywordToken.range), text: ` --checksum=${digest}` }],
  };
}

/**
 * Adds `sha256sum -c` after the command that downloads a file, whose address is at a range. Undefined unless the digest is
 * known, the address and the file are literal, and the script stops if the download fails.
 */
export function checkSumFix(subject: LintSubject, at: Range): Fix | undefined {
  const { config } = subject;
  const found = config.digestOf && downloadAt(subject, at);
  if (!found) return undefined;
  const { address, file, command, joint } = found;
  const digest = config.digestOf?.(address);
  if (digest === undefined) return undefined;
  const sum = digest.replace(/^sha256:/, '');
  const text = `${joint} echo "${sum}  ${file}" | sha256sum -c -`;
  return {
    description: `Verify ${address} by its checksum`,
    edits: [{ ...rangeAfter(command.range), text }],
  };
}

interface Download {
  readonly address: string;
  readonly file: string;
  readonly command: ShellCommand;
  /** What joins the next command to it. */
  readonly joint: ' &&' | ';';
}

/** The download whose address is at a range, if it is one file of a command line that can be followed by another. */
function downloadAt(dockerfile: Dockerfile, at: Range): Download | undefined {
  for (const run of instructionsOf(dockerfile, 'RUN')) {
    if (run.startLine > at.startLine || run.endLine < at.endLine) continue;
    const { commands, errors } = run.script;
    const command = commands.find(({ args }) =>
      args.some(({ range }) => compareRanges(range, at) === 0),
    );
    if (!command || errors.length > 0 || !isPlain(dockerfile, run, command)) return undefined;
    const joint = jointAfter(dockerfile, run, command);
    if (!joint) return undefined;
    const values = shellValues(dockerfile, run);
    const [fetch, ...others] = fetchesOf({ command, run, values });
    if (!fetch || others.length > 0) return undefined;
    const { word, text, file } = fetch;
    const isLiteral = word.literal && word.value === text && command.args.every(isWritten);
    return isLiteral && isPinnable(text) && /^[\w./+-]+$/.test(file)
      ? { address: text, file, command, joint }
      : undefined;
  }
  return undefined;
}

/**
 * How a command can follow, so that the script stops if either fails. With `set -e`, a script does not stop at the first
 * command of `a && b`: before a semicolon, the check is a statement of its own.
 */
function jointAfter(
  { source }: Dockerfile,
  run: RunInstruction,
  { end, joinedBy }: ShellCommand,
): Download['joint'] | undefined {
  // Of `a || b`, it is not known which one made the file.
  if (joinedBy === '||') return undefined;
  const after = source.text
    .slice(end, run.end)
    .replace(/\\[ \t]*\r?\n(?:[ \t]*#[^\n]*\n)*/g, ' ')
    .trim();
  if (after === '' || after.startsWith('&&')) return ' &&';
  const isStatement = joinedBy === undefined || joinedBy === ';';
  return isStatement && /^;(?!;)/.test(after) ? ';' : undefined;
}

function isWritten({ literal }: ShellCommand['args'][number]): boolean {
  return literal;
}

/** Whether a command writes one file to its place, and whether the script stops without it. */
function isPlain(dockerfile: Dockerfile, run: RunInstruction, command: ShellCommand): boolean {
  const { substituted, wrapper, pipeline, redirects } = command;
  if (run.exec || run.heredocs.length > 0 || substituted || wrapper || pipeline) return false;
  if (!isPosixShell(effectiveShell(dockerfile, run))) return false;
  if (!/^(?:curl|wget)$/.test(commandName(command)) || command.outcome('failure') !== 'stops')
    return false;
  // A redirection may come after the range of the command.
  return redirects.length === 0 && !hasFlag(command, ...OTHER_PLACES);
}

/** Options that write to a folder, give the file another name, continue it, or decode it. */
const OTHER_PLACES: readonly string[] = [
  '--output-dir',
  '-J',
  '--remote-header-name',
  '-C',
  '--continue-at',
  '--compressed',
  '-P',
  '--directory-prefix',
  '-c',
  '--continue',
  '--content-disposition',
  '--compression',
  '-r',
  '--recursive',
  '-x',
  '--force-directories',
];

/** Encrypted, without a login or a query, which may be a secret, and not the newest version, whose digest changes. */
function isPinnable(address: string): boolean {
  return (
    /^https:\/\/[\w.:-]+\/[\w.~!*'()+,;=:%/-]+$/.test(address) &&
    !/\/(?:latest|master|main|nightly|snapshot|HEAD)(?=\/|[._-]|$)/i.test(address)
  );
}
