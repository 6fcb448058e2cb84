/** A range of text: lines and columns 1-based, columns in UTF-16 units, end exclusive. */
export interface Range {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The offset of the first character of each line; lines end at LF. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/**
 * What ends a line for libyaml, go-yaml and YamlDotNet, and so for Kubernetes, Compose and GitHub, besides LF: CR alone,
 * NEL, LS and PS. Source: YAML 1.1, 5.4 "Line Break Characters".
 */
const YAML_BREAKS = /\r(?!\n)|[\u0085\u2028\u2029]/g;

/** A text in which LF stands for each of the characters that end a line of YAML; all offsets stay. */
export function withYamlBreaks(text: string): string {
  return text.replace(YAML_BREAKS, '\n');
}

/** The range of the offsets `[from, to)` in a text whose lines begin at `starts`. */
export function rangeOf(starts: readonly number[], from: number, to: number): Range {
  const [first, last] = [lastAtOrBefore(starts, from), lastAtOrBefore(starts, to)];
  return {
    startLine: first + 1,
    startColumn: from - (starts[first] ?? 0) + 1,
    endLine: last + 1,
    endColumn: to - (starts[last] ?? 0) + 1,
  };
}

/** The offset of a line and column, 1-based, in a text whose lines begin at `starts`; at most its length. */
export function offsetOf(
  starts: readonly number[],
  text: string,
  line: number,
  column: number,
): number {
  return Math.min((starts[line - 1] ?? text.length) + column - 1, text.length);
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

/**
 * The text from the first line on that is not skipped; empty if all are. Without a pattern: one that repeats a line fails on
 * millions of them.
 */
export function afterLines(text: string, isSkipped: (line: string) => boolean): string {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end);
    if (!isSkipped(line)) return text.slice(start);
    if (end < 0) return '';
    start = end + 1;
  }
  return '';
}
