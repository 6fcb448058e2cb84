/** A range of text: lines and columns 1-based, columns in UTF-16 units, end exclusive (DESIGN §10). */
export interface Range {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

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
