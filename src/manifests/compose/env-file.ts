import type { Location } from '../../core/location.js';

/** A variable that an env file sets. */
export interface EnvVariable {
  readonly name: string;
  /** Without its quotes. */
  readonly value: string;
  /** Of the value. */
  readonly at: Location;
}

/** More is no settings but data. */
const MAX_VARIABLES = 10_000;

/**
 * The variables of an env file as Compose reads it: `NAME=value` or `NAME: value`, `export` before it, values in quotes
 * over several lines, comments. What is none of these is left out.
 * Source: Compose, "Syntax for environment files".
 */
export function envVariables(text: string, path: string): EnvVariable[] {
  const variables: EnvVariable[] = [];
  const lines = text.replace(/^\ufeff/, ' ').split('\n');
  for (let row = 0; row < lines.length && variables.length < MAX_VARIABLES; row++) {
    const line = (lines[row] ?? '').replace(/\r$/, '');
    const [head, name] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:][^\S\n]*/.exec(line) ?? [];
    if (head === undefined || name === undefined) continue;
    const quote = line[head.length];
    const startLine = row + 1;
    const place = (endLine: number, endColumn: number) => ({
      path,
      startLine,
      startColumn: head.length + 1,
      endLine,
      endColumn,
    });
    if (quote !== '"' && quote !== "'") {
      const value = line
        .slice(head.length)
        .replace(/(?:^|\s)#.*$/, '')
        .trimEnd();
      variables.push({ name, value, at: place(startLine, head.length + value.length + 1) });
      continue;
    }
    const end = closingQuote(lines, row, head.length + 1, quote);
    // Compose refuses a quote that is not closed: what stands behind it on the line is all there is.
    const last = end?.row ?? row;
    const column = end?.column ?? line.length;
    const inside = lines.slice(row, last + 1);
    inside[inside.length - 1] = (inside.at(-1) ?? '').slice(0, column);
    inside[0] = (inside[0] ?? '').slice(head.length + 1);
    variables.push({ name, value: inside.join('\n'), at: place(last + 1, column + (end ? 2 : 1)) });
    row = last;
  }
  return variables;
}

/** Lines that one value may have: a certificate chain has fewer. */
const MAX_LINES = 500;

function closingQuote(lines: readonly string[], row: number, from: number, quote: string) {
  for (let at = row; at < lines.length && at < row + MAX_LINES; at++) {
    const line = lines[at] ?? '';
    for (let column = at === row ? from : 0; column < line.length; column++) {
      if (line[column] === '\\' && quote === '"') column++;
      else if (line[column] === quote) return { row: at, column };
    }
  }
  return undefined;
}
