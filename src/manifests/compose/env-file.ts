import type { Location } from '../../core/location.js';

/** A variable that an env file sets. */
export interface EnvVariable {
  readonly name: string;
  /** Without its quotes. */
  readonly value: string;
  /** The value, without its quotes. */
  readonly at: Location;
}

/** Further variables are not read: a file with more contains data, not options. */
const MAX_VARIABLES = 10_000;

/**
 * The variables of an env file as Compose reads it: `NAME=value` or `NAME: value`, with `export`, quoted values over
 * several lines, and comments. Other lines are skipped.
 * Source: Compose, "Syntax for environment files".
 */
export function envVariables(text: string, path: string): EnvVariable[] {
  const variables: EnvVariable[] = [];
  const lines = text.replace(/^\ufeff/, ' ').split('\n');
  for (let row = 0; row < lines.length && variables.length < MAX_VARIABLES; row++) {
    const line = (lines[row] ?? '').replace(/\r$/, '');
    const [prefix, name] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:][^\S\n]*/.exec(line) ?? [];
    if (prefix === undefined || name === undefined) continue;
    const start = prefix.length;
    const quote = line[start];
    const isQuoted = quote === '"' || quote === "'";
    const { value, endRow, endColumn } = isQuoted
      ? quotedValue(lines, row, start + 1, quote)
      : plainValue(line, row, start);
    const at = { path, startLine: row + 1, startColumn: start + 1, endLine: endRow + 1, endColumn };
    variables.push({ name, value, at });
    row = endRow;
  }
  return variables;
}

interface ParsedValue {
  readonly value: string;
  readonly endRow: number;
  readonly endColumn: number;
}

function plainValue(line: string, row: number, start: number): ParsedValue {
  const value = line
    .slice(start)
    .replace(/(?:^|\s)#.*$/, '')
    .trimEnd();
  return { value, endRow: row, endColumn: start + value.length + 1 };
}

/** `start` is the column after the opening quote, from 0. A value without a closing quote ends with its line. */
function quotedValue(
  lines: readonly string[],
  row: number,
  start: number,
  quote: string,
): ParsedValue {
  const end = findClosingQuote(lines, row, start, quote);
  const endRow = end?.row ?? row;
  const endOffset = end?.column ?? (lines[row] ?? '').replace(/\r$/, '').length;
  const parts = lines.slice(row, endRow + 1);
  parts[parts.length - 1] = (parts.at(-1) ?? '').slice(0, endOffset);
  parts[0] = (parts[0] ?? '').slice(start);
  return { value: parts.join('\n'), endRow, endColumn: endOffset + (end ? 2 : 1) };
}

/** Lines of one value: a certificate chain has fewer. */
const MAX_LINES = 500;

function findClosingQuote(lines: readonly string[], row: number, start: number, quote: string) {
  for (let at = row; at < lines.length && at < row + MAX_LINES; at++) {
    const line = lines[at] ?? '';
    for (let column = at === row ? start : 0; column < line.length; column++) {
      if (line[column] === '\\' && quote === '"') column++;
      else if (line[column] === quote) return { row: at, column };
    }
  }
  return undefined;
}
