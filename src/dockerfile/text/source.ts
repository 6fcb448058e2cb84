import type { Range } from '../../core/location.js';
import { lastAtOrBefore, lineStarts, rangeOf } from '../../lib/lines.js';
import { ReachedLimits } from './limits.js';

/** The text of a file, and the conversion between offsets and 1-based lines and columns (UTF-16 units). */
export interface Source {
  readonly path: string;
  readonly text: string;
  /** Offset of the first character of each line. Lines end at LF only, as in BuildKit. */
  readonly lineStarts: readonly number[];
  /** The limits that the file reaches. */
  readonly limits: ReachedLimits;
  /** The 1-based line of an offset. */
  lineOf(offset: number): number;
  /** The range of `[start, end)`. */
  range(start: number, end: number): Range;
  /** The offset of a 1-based line and column. */
  offsetOf(line: number, column: number): number;
}

/** Indexes the lines of a text. Linear in its length. */
export function createSource(path: string, text: string): Source {
  const starts = lineStarts(text);
  const start = (line: number) => starts[line - 1] ?? text.length;
  return {
    path,
    text,
    lineStarts: starts,
    limits: new ReachedLimits(),
    lineOf: (offset) => lastAtOrBefore(starts, offset) + 1,
    range: (from, to) => rangeOf(starts, from, to),
    offsetOf: (line, column) => Math.min(start(line) + column - 1, text.length),
  };
}
