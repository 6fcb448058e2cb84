import type { Range } from '../findings/location.js';

/** A file's text with its line starts: offsets to the lines and columns of DESIGN §10 and back. */
export interface Source {
  readonly path: string;
  readonly text: string;
  /** Offset of the first character of each line; lines end at LF only, as BuildKit reads them. */
  readonly lineStarts: readonly number[];
  /** The 1-based line of an offset. */
  lineOf(offset: number): number;
  /** The range of `[start, end)`. */
  range(start: number, end: number): Range;
  /** The offset of a 1-based line and column. */
  offsetOf(line: number, column: number): number;
}

/** Indexes a text; linear in its length. */
export function createSource(path: string, text: string): Source {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lineStarts.push(at + 1);
  }
  const start = (line: number) => lineStarts[line - 1] ?? text.length;
  const lineOf = (offset: number) => lastAtOrBefore(lineStarts, offset) + 1;
  return {
    path,
    text,
    lineStarts,
    lineOf,
    range(from, to) {
      const startLine = lineOf(from);
      const endLine = to < start(startLine + 1) ? startLine : lineOf(to);
      return {
        startLine,
        startColumn: from - start(startLine) + 1,
        endLine,
        endColumn: to - start(endLine) + 1,
      };
    },
    offsetOf: (line, column) => Math.min(start(line) + column - 1, text.length),
  };
}

/** Index of the last element of an ascending list that is at most `value`; 0 when none is. */
export function lastAtOrBefore(list: readonly number[], value: number): number {
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((list[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
