import type { Edit, Fix } from '../core/fix.js';
import type { Range } from '../core/location.js';
import { effectiveShell, isPosixShell } from './commands/effective-shell.js';
import { usesCache } from './commands/package-cache.js';
import type { Dockerfile, Instruction, RunInstruction } from './parser/model.js';
import { commandName } from './shell/command-line.js';
import type { ShellCommand, ShellWord } from './shell/model.js';
import type { Source } from './text/source.js';

/** The empty range after a range, to insert text there. */
export function rangeAfter({ endLine, endColumn }: Range): Range {
  return { startLine: endLine, startColumn: endColumn, endLine, endColumn };
}

/** The empty range before a range, to insert text there. */
export function rangeBefore({ startLine, startColumn }: Range): Range {
  return { startLine, startColumn, endLine: startLine, endColumn: startColumn };
}

/** An option to add to a command of a RUN. */
export interface OptionFix {
  /** The option goes after this word. */
  readonly word: ShellWord;
  readonly option: string;
  /** The edit replaces the word instead of inserting after it, so that another rule can insert there in the same run. */
  readonly replaceWord?: boolean;
}

/**
 * Adds an option after a word of a command; in exec form as a further string of the array. Undefined where the word in
 * the source differs from its value.
 */
export function addOptionFix(
  { source }: Dockerfile,
  run: RunInstruction,
  { word, option, replaceWord = false }: OptionFix,
): Fix | undefined {
  const form = writtenForm(source, run, word);
  if (!form) return undefined;
  const added = form.inArray ? `, ${JSON.stringify(option)}` : ` ${option}`;
  const edit = replaceWord
    ? { ...word.range, text: form.text + added }
    : { ...rangeAfter(word.range), text: added };
  return { description: `Add ${option}`, edits: [edit] };
}

/**
 * Replaces a word of a command by one without white space and quotes. Undefined where the word in the source differs from
 * its value.
 */
export function replaceWordFix(
  { source }: Dockerfile,
  run: RunInstruction,
  word: ShellWord,
  replacement: string,
): Fix | undefined {
  const form = writtenForm(source, run, word);
  if (!form) return undefined;
  const text = form.inArray ? JSON.stringify(replacement) : replacement;
  return { description: `Replace with ${replacement}`, edits: [{ ...word.range, text }] };
}

/** The word in the source; undefined where it is neither the word itself nor its JSON string in exec form. */
function writtenForm(
  source: Source,
  run: RunInstruction,
  word: ShellWord,
): { readonly text: string; readonly inArray: boolean } | undefined {
  const text = source.text.slice(word.start, word.end);
  const inArray = run.exec !== undefined && text === JSON.stringify(word.value);
  return inArray || text === word.raw ? { text, inArray } : undefined;
}

/** A command to add to a RUN. */
export interface AppendedCommand {
  readonly command: string;
  /** What makes it necessary: a command of the same program. */
  readonly after: ShellCommand;
  /** The folders of the cache that it empties. */
  readonly cache: readonly string[];
}

/**
 * Adds `&& command` at the end of a RUN, with the line break and indentation of its last line. Undefined where the
 * command would not run last: exec form, heredocs, other shells, a trailing comment, `&`, a redirected compound command.
 * A build may break with it where the program that it cleans up after may not be run, and where the cache is used.
 */
export function appendCommandFix(
  dockerfile: Dockerfile,
  run: RunInstruction,
  { command, after, cache }: AppendedCommand,
): Fix | undefined {
  const { source, escapeToken } = dockerfile;
  const { script } = run;
  const end = endOfLastCommand(dockerfile, run);
  if (end === undefined) return undefined;
  const line = source.lineOf(end);
  const lineStart = source.lineStarts[line - 1] ?? 0;
  const lastLine = source.text.slice(lineStart, end);
  const at = source.range(end, end);
  let text = ` && ${command}`;
  if (line > source.lineOf(script.mapped.sourceStart(0))) {
    const indent = /^[ \t]*/.exec(lastLine)?.[0] ?? '';
    const newline = `${escapeToken}${source.text.charAt(lineStart - 2) === '\r' ? '\r\n' : '\n'}${indent}`;
    text = /^\s*&&/.test(lastLine) ? ` ${newline}&& ${command}` : ` && ${newline}${command}`;
  }
  const fix = { description: `Add ${command}`, edits: [{ ...at, text }] };
  return withRisk(fix, !isSurelyRun(run, commandName(after)) || usesCache(dockerfile, cache));
}

/** The fix, as one that may break a build if it may. */
export function withRisk(fix: Fix, mayBreak: boolean): Fix;
export function withRisk(fix: Fix | undefined, mayBreak: boolean): Fix | undefined;
export function withRisk(fix: Fix | undefined, mayBreak: boolean): Fix | undefined {
  return fix && mayBreak ? { ...fix, mayBreak } : fix;
}

/**
 * Whether a RUN can only succeed if it runs this program itself. Otherwise the image may not have it, and another command
 * with it fails the build.
 */
function isSurelyRun({ script }: RunInstruction, program: string): boolean {
  return script.commands.some(
    (one) => one.isRequired && !one.wrapper && commandName(one) === program,
  );
}

/** The end of the last command of a shell-form RUN, if only white space or a semicolon follows. */
export function endOfLastCommand(dockerfile: Dockerfile, run: RunInstruction): number | undefined {
  const { script } = run;
  if (run.exec || run.heredocs.length > 0 || script.errors.length > 0) return undefined;
  if (!isPosixShell(effectiveShell(dockerfile, run))) return undefined;
  let last: ShellCommand | undefined;
  for (const command of script.commands) {
    if (!command.wrapper && !command.substituted && (!last || command.end > last.end))
      last = command;
  }
  if (!last || /^(?:exit|exec|return)$/.test(last.name?.value ?? '')) return undefined;
  const { text, mapped } = script;
  let from = text.length;
  while (from > 0 && mapped.sourceEnd(from) > last.end) from--;
  // The ends of the compound commands around the last command.
  const closers = /^(?:\s*(?:;\s*)?(?:fi|done|esac|\}|\)))*/.exec(text.slice(from))?.[0] ?? '';
  if (!/^\s*;?\s*$/.test(text.slice(from + closers.length))) return undefined;
  return mapped.sourceEnd(from + closers.length);
}

/** Removes the lines of an instruction. Undefined where comments may belong to it, and for heredocs. */
export function removeInstructionFix(
  { source }: Dockerfile,
  instruction: Instruction,
  description: string,
): Fix | undefined {
  const { startLine, endLine } = instruction;
  const lineAt = (line: number) =>
    source.text.slice(
      source.lineStarts[line - 1] ?? 0,
      source.lineStarts[line] ?? source.text.length,
    );
  const isComment = (line: number) => /^\s*#/.test(lineAt(line));
  if (instruction.heredocs.length > 0 || instruction.innerComments.length > 0) return undefined;
  if (startLine > 1 && isComment(startLine - 1)) return undefined;
  if (source.lineStarts[endLine] === undefined) return undefined;
  // The byte order mark is kept.
  const startColumn = startLine === 1 && source.text.startsWith('\ufeff') ? 2 : 1;
  const edit: Edit = { startLine, startColumn, endLine: endLine + 1, endColumn: 1, text: '' };
  return { description, edits: [edit] };
}
