import type { Range } from '../../core/location.js';
import { isBlank, isSpace } from './characters.js';
import { createTextBuilder, type MappedText } from './mapped-text.js';
import type { Source } from './source.js';

/** A comment line: at the top level, or between the lines of a continued instruction. */
export interface Comment {
  /** Without the `#` and the white space around it. */
  readonly text: string;
  readonly line: number;
  /** From the `#` to the end of the line. */
  readonly range: Range;
  readonly start: number;
  readonly end: number;
}

/** The lines of one instruction, joined as in BuildKit. */
export interface LogicalLine {
  readonly joined: MappedText;
  readonly startLine: number;
  readonly endLine: number;
  /** Offset where the next line begins. */
  readonly next: number;
  /** Comment lines inside the instruction. */
  readonly comments: readonly Comment[];
  /** Lines inside the instruction that contain only white space. */
  readonly emptyLines: readonly number[];
}

/**
 * Reads the instruction that begins in the line at `start`, with its continuation lines. A line continues if it ends with
 * one escape character (not two) and optional white space. Comment lines and empty lines in between are left out.
 * Source: BuildKit frontend/dockerfile/parser/parser.go.
 */
export function readLogicalLine(source: Source, start: number, escapeToken: string): LogicalLine {
  const { text } = source;
  const builder = createTextBuilder();
  const comments: Comment[] = [];
  const emptyLines: number[] = [];
  const startLine = source.lineOf(start);
  let line = startLine;
  let at = start;
  while (isSpace(text.charAt(at)) && text.charAt(at) !== '\n') at++;
  for (;;) {
    const end = lineEnd(text, at);
    const next = Math.min(nextLine(text, end), text.length);
    const first = line > startLine ? firstCharacter(text, at, end) : at;
    if (line > startLine && first === end) {
      emptyLines.push(line);
    } else if (line > startLine && text.charAt(first) === '#') {
      comments.push(readComment(source, first, end, line));
    } else {
      const continuation = continuationEscape(text, at, end, escapeToken);
      builder.add(text.slice(at, continuation ?? end), at);
      if (continuation === undefined)
        return { joined: builder.build(), startLine, endLine: line, next, comments, emptyLines };
    }
    if (nextLine(text, end) > text.length || next === text.length) {
      return { joined: builder.build(), startLine, endLine: line, next, comments, emptyLines };
    }
    at = next;
    line++;
  }
}

/** The comment with its `#` at `start`. */
export function readComment(source: Source, start: number, end: number, line: number): Comment {
  const text = source.text.slice(start + 1, end).trim();
  return { text, line, range: source.range(start, end), start, end };
}

/** Offset of the end of the line at `at`, without its line end characters. */
export function lineEnd(text: string, at: number): number {
  const lf = text.indexOf('\n', at);
  let end = lf < 0 ? text.length : lf;
  while (end > at && text.charAt(end - 1) === '\r') end--;
  return end;
}

/** Offset of the line after the one that ends at `end`; past the text for the last line. */
export function nextLine(text: string, end: number): number {
  let at = end;
  while (text.charAt(at) === '\r') at++;
  return at + 1;
}

/** Offset of the first character in `[at, end)` that is not white space, or `end`. */
export function firstCharacter(text: string, at: number, end: number): number {
  let first = at;
  while (first < end && isSpace(text.charAt(first))) first++;
  return first;
}

/** Offset of the escape character that continues this line; undefined when the line does not continue. */
function continuationEscape(
  text: string,
  start: number,
  end: number,
  escapeToken: string,
): number | undefined {
  let last = end - 1;
  while (last >= start && isBlank(text.charAt(last)) && /[ \t]/.test(text.charAt(last))) last--;
  if (last < start || text.charAt(last) !== escapeToken) return undefined;
  return last > start && text.charAt(last - 1) === escapeToken ? undefined : last;
}
