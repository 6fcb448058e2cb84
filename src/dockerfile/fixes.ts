import type { Edit, Fix } from '../core/fix.js';
import type { Range } from '../core/location.js';
import type { Dockerfile, Instruction, RunInstruction } from './parser/model.js';
import { effectiveShell, isPosixShell } from './shell/effective-shell.js';
import type { ShellCommand, ShellWord } from './shell/model.js';

/** The empty range behind a range, where an edit inserts. */
export function rangeAfter({ endLine, endColumn }: Range): Range {
  return { startLine: endLine, startColumn: endColumn, endLine, endColumn };
}

/** The empty range in front of a range. */
export function rangeBefore({ startLine, startColumn }: Range): Range {
  return { startLine, startColumn, endLine: startLine, endColumn: startColumn };
}

/**
 * Adds an option behind a word of a command, in exec form as another string of the array. With `replaceWord` the edit
 * covers the word, so that another rule may insert behind it in the same run. Undefined where the word is not written
 * in the source as it is read.
 */
export function addOptionFix(
  { source }: Dockerfile,
  run: RunInstruction,
  word: ShellWord,
  option: string,
  { replaceWord = false }: { readonly replaceWord?: boolean } = {},
): Fix | undefined {
  const written = source.text.slice(word.start, word.end);
  const inArray = run.exec !== undefined && written === JSON.stringify(word.value);
  if (!inArray && written !== word.raw) return undefined;
  const added = inArray ? `, ${JSON.stringify(option)}` : ` ${option}`;
  const edit = replaceWord
    ? { ...word.range, text: written + added }
    : { ...rangeAfter(word.range), text: added };
  return { description: `Add ${option}`, edits: [edit] };
}

/** Replaces a word of a command by one without blanks or quotes; undefined as for `optionFix`. */
export function replaceWordFix(
  { source }: Dockerfile,
  run: RunInstruction,
  word: ShellWord,
  text: string,
): Fix | undefined {
  const written = source.text.slice(word.start, word.end);
  const inArray = run.exec !== undefined && written === JSON.stringify(word.value);
  if (!inArray && written !== word.raw) return undefined;
  const edits = [{ ...word.range, text: inArray ? JSON.stringify(text) : text }];
  return { description: `Write ${text}`, edits };
}

/**
 * Adds `&& command` at the end of a RUN, in the layout of its last line. Undefined where that would not run it last:
 * exec form, heredocs, other shells, a trailing comment, `&` or a redirected compound command.
 */
export function appendCommandFix(
  dockerfile: Dockerfile,
  run: RunInstruction,
  command: string,
): Fix | undefined {
  const { source, escapeToken } = dockerfile;
  const { script } = run;
  const end = endOfCommands(dockerfile, run);
  if (end === undefined) return undefined;
  const line = source.lineOf(end);
  const lineStart = source.lineStarts[line - 1] ?? 0;
  const last = source.text.slice(lineStart, end);
  const at = source.range(end, end);
  let text = ` && ${command}`;
  if (line > source.lineOf(script.mapped.sourceStart(0))) {
    const indent = /^[ \t]*/.exec(last)?.[0] ?? '';
    const newline = `${escapeToken}${source.text.charAt(lineStart - 2) === '\r' ? '\r\n' : '\n'}${indent}`;
    text = /^\s*&&/.test(last) ? ` ${newline}&& ${command}` : ` && ${newline}${command}`;
  }
  return { description: `Add ${command}`, edits: [{ ...at, text }] };
}

/** Where the last command of a shell-form RUN ends, if nothing but blanks or a semicolon follows. */
export function endOfCommands(dockerfile: Dockerfile, run: RunInstruction): number | undefined {
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
  const closers = /^(?:\s*(?:;\s*)?(?:fi|done|esac|\}|\)))*/.exec(text.slice(from))?.[0] ?? '';
  if (!/^\s*;?\s*$/.test(text.slice(from + closers.length))) return undefined;
  return mapped.sourceEnd(from + closers.length);
}

/** Deletes an instruction with its lines; undefined where a comment above belongs to it. */
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
  // A byte order mark stays.
  const startColumn = startLine === 1 && source.text.startsWith('\ufeff') ? 2 : 1;
  const edit: Edit = { startLine, startColumn, endLine: endLine + 1, endColumn: 1, text: '' };
  return { description, edits: [edit] };
}
