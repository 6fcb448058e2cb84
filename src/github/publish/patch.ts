/** The new side of one hunk of a patch: the lines that a review comment can be on. */
export interface Hunk {
  /** First and last line in the new file; `last < first` when the hunk only deletes lines. */
  readonly first: number;
  readonly last: number;
  /** The text of each line from `first` on. */
  readonly lines: readonly string[];
  /** The numbers of the lines that the pull request adds. */
  readonly added: ReadonlySet<number>;
}

/** GitHub omits the patches of larger files anyway. */
const MAX_LINES = 100_000;

/**
 * Parses a patch as `GET pulls/{n}/files` returns it: a unified diff without file headers. Adjacent hunks stay separate,
 * as in GitHub's view. Of a truncated or invalid patch the valid part is returned.
 */
export function parseHunks(patch: string): Hunk[] {
  const hunks: Hunk[] = [];
  let number = 0;
  let lines: string[] = [];
  let added = new Set<number>();
  for (const line of patch.split('\n', MAX_LINES)) {
    const header = /^@@ -\d{1,9}(?:,\d{1,9})? \+(\d{1,9})(?:,\d{1,9})? @@/.exec(line);
    if (header) {
      [lines, added, number] = [[], new Set(), Number(header[1])];
      hunks.push(createHunk(number, lines, added));
    } else if (hunks.length > 0 && (line.startsWith('+') || line.startsWith(' '))) {
      if (line.startsWith('+')) added.add(number);
      lines.push(line.slice(1));
      number++;
    }
  }
  return hunks;
}

/** A hunk whose lines are added later. */
function createHunk(first: number, lines: readonly string[], added: ReadonlySet<number>): Hunk {
  return {
    first,
    lines,
    added,
    get last() {
      return first + lines.length - 1;
    },
  };
}

/** The hunk that contains all lines from `start` to `end`: a review comment cannot extend beyond a hunk. */
export function findHunk(hunks: readonly Hunk[], start: number, end: number): Hunk | undefined {
  return hunks.find((h) => h.first <= start && end <= h.last);
}
