import { lineStarts } from '../lib/lines.js';
import { compareRanges, type Range } from './location.js';

/** A replacement of one range of the file's text. An empty range inserts, an empty text deletes. */
export interface Edit extends Range {
  readonly text: string;
}

/** A correct way to fix a finding, as edits of the file of its location. */
export interface Fix {
  readonly description: string;
  readonly edits: readonly Edit[];
}

/**
 * The text after all fixes, and the fixes that were applied. A fix that overlaps an earlier one is not applied; a second
 * run may apply it. An edit that two fixes share is made once. Lines end at LF. Every byte outside the edits stays as it
 * is, a byte order mark too.
 */
export function applyFixes(
  text: string,
  fixes: readonly Fix[],
): { readonly text: string; readonly applied: readonly Fix[] } {
  const starts = lineStarts(text);
  const first = text.startsWith('\ufeff') ? 1 : 0;
  const offset = (line: number, column: number) =>
    Math.min(Math.max((starts[line - 1] ?? text.length) + column - 1, first), text.length);
  const taken: { start: number; end: number; text: string }[] = [];
  const applied: Fix[] = [];
  for (const fix of [...fixes].sort(byFirstEdit)) {
    const edits = fix.edits.map((edit) => ({
      start: offset(edit.startLine, edit.startColumn),
      end: offset(edit.endLine, edit.endColumn),
      text: edit.text,
    }));
    const known = (edit: (typeof edits)[number]) =>
      taken.some((t) => t.start === edit.start && t.end === edit.end && t.text === edit.text);
    const fresh = edits.filter((edit) => !known(edit));
    if (fresh.some((edit) => taken.some((t) => overlap(edit, t)))) continue;
    taken.push(...fresh);
    applied.push(fix);
  }
  taken.sort((a, b) => a.start - b.start || a.end - b.end);
  let out = '';
  let at = 0;
  for (const edit of taken) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return { text: out + text.slice(at), applied };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Two insertions at the same place overlap too, because their order is not known. */
function overlap(a: Span, b: Span): boolean {
  if (a.start === b.start) return true;
  return a.start < b.end && b.start < a.end;
}

function byFirstEdit(a: Fix, b: Fix): number {
  const [x, y] = [a.edits[0], b.edits[0]];
  return x && y ? compareRanges(x, y) : 0;
}
