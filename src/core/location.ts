import type { Range } from '../lib/lines.js';

export type { Range } from '../lib/lines.js';

/** A range in a file of the repository. */
export interface Location extends Range {
  /** Relative to the repository's root, with forward slashes. */
  readonly path: string;
}

export function compareRanges(a: Range, b: Range): number {
  return (
    a.startLine - b.startLine ||
    a.startColumn - b.startColumn ||
    a.endLine - b.endLine ||
    a.endColumn - b.endColumn
  );
}

/** Whether two ranges of a file have a character in common. */
export function overlaps(a: Range, b: Range): boolean {
  return startsBefore(a, b) && startsBefore(b, a);
}

function startsBefore(a: Range, b: Range): boolean {
  return (a.startLine - b.endLine || a.startColumn - b.endColumn) < 0;
}
