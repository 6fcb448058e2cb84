/** The new side of one hunk of a file's patch: lines that a review comment may stand on. */
export interface Hunk {
  /** First and last line in the new file; `last < first` when the hunk only deletes. */
  readonly first: number;
  readonly last: number;
  /** The text of each line from `first` on. */
  readonly lines: readonly string[];
  /** The numbers of the lines that the change brings. */
  readonly added: ReadonlySet<number>;
}

/** More lines than this are not looked through: GitHub leaves the patches of such files out itself. */
const MAX_LINES = 100_000;

/**
 * The hunks of a patch as `GET pulls/{n}/files` gives it: unified diff without file headers. Two hunks that touch stay
 * two, as GitHub sees them. A patch that is cut or garbled gives what can be read.
 */
export function parseHunks(patch: string): Hunk[] {
  const hunks: Hunk[] = [];
  let next = 0;
  let lines: string[] = [];
  let added = new Set<number>();
  for (const line of patch.split('\n', MAX_LINES)) {
    const header = /^@@ -\d{1,9}(?:,\d{1,9})? \+(\d{1,9})(?:,\d{1,9})? @@/.exec(line);
    if (header) {
      [lines, added, next] = [[], new Set(), Number(header[1])];
      hunks.push(growing(next, lines, added));
    } else if (hunks.length > 0 && (line.startsWith('+') || line.startsWith(' '))) {
      if (line.startsWith('+')) added.add(next);
      lines.push(line.slice(1));
      next++;
    }
  }
  return hunks;
}

function growing(first: number, lines: readonly string[], added: ReadonlySet<number>): Hunk {
  return {
    first,
    lines,
    added,
    get last() {
      return first + lines.length - 1;
    },
  };
}

/** The hunk that holds all lines from `start` to `end`; a comment may not reach over its edge. */
export function findHunk(hunks: readonly Hunk[], start: number, end: number): Hunk | undefined {
  return hunks.find((h) => h.first <= start && end <= h.last);
}
