import { lineStarts } from '../lib/lines.js';
import type { Span } from '../lib/span.js';
import { joinInsertions } from './join-insertions.js';
import { compareRanges, type Range } from './location.js';

/** A replacement of one range of the file's text. An empty range inserts, an empty text deletes. */
export interface Edit extends Range {
  readonly text: string;
}

/** A correct way to fix a finding, as edits of the file of its location. */
export interface Fix {
  readonly description: string;
  readonly edits: readonly Edit[];
  /** A build that works may fail with these edits, although others of the rule are safe: a person decides about them. */
  readonly mayBreak?: true;
}

/**
 * The text after all fixes, and the fixes that were applied. A fix that overlaps an earlier one is not applied; a second
 * run may apply it. An edit that two fixes share is made once. Insertions at one place are all made, in the order of the
 * fixes, if they fit together. Lines end at LF. Every byte outside the edits stays as it is, a byte order mark too.
 */
export function applyFixes(
  text: string,
  fixes: readonly Fix[],
): { readonly text: string; readonly applied: readonly Fix[] } {
  const starts = lineStarts(text);
  const first = text.startsWith('\ufeff') ? 1 : 0;
  const offset = (line: number, column: number) =>
    Math.min(Math.max((starts[line - 1] ?? text.length) + column - 1, first), text.length);
  const taken: Replacement[] = [];
  const applied: Fix[] = [];
  for (const fix of [...fixes].sort(byFirstEdit)) {
    const edits = fix.edits.map((edit) => ({
      start: offset(edit.startLine, edit.startColumn),
      end: offset(edit.endLine, edit.endColumn),
      text: edit.text,
    }));
    const fresh = edits.filter((edit) => !isKnown(taken, edit));
    if (fresh.some((edit) => overlapsAny(taken, edit))) continue;
    // After those that start there: insertions of one fix keep their order.
    for (const edit of fresh) taken.splice(placeIn(taken, edit.start + 1), 0, edit);
    applied.push(fix);
  }
  taken.sort((a, b) => a.start - b.start || a.end - b.end);
  let out = '';
  let at = 0;
  for (let i = 0; i < taken.length; ) {
    const together = insertionsFrom(taken, i);
    const span = taken[i];
    if (!span) break;
    const inserted = together.reduce(
      (all, one) => joinInsertions(all, one.text) ?? all + one.text,
      '',
    );
    out += text.slice(at, span.start) + (together.length > 0 ? inserted : span.text);
    at = span.end;
    i += Math.max(together.length, 1);
  }
  return { text: out + text.slice(at), applied };
}

interface Replacement extends Span {
  readonly text: string;
}

/** The insertions at the place of a span; none if it replaces a text. */
function insertionsFrom(taken: readonly Replacement[], index: number): readonly Replacement[] {
  const start = taken[index]?.start;
  let end = index;
  while (taken[end]?.start === start && taken[end]?.end === start) end++;
  return taken.slice(index, end);
}

/** The index of the first of the sorted spans that does not start before `start`. */
function placeIn(taken: readonly Replacement[], start: number): number {
  let [low, high] = [0, taken.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((taken[middle]?.start ?? start) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isKnown(taken: readonly Replacement[], edit: Replacement): boolean {
  for (let i = placeIn(taken, edit.start); taken[i]?.start === edit.start; i++)
    if (taken[i]?.end === edit.end && taken[i]?.text === edit.text) return true;
  return false;
}

/** The spans are sorted and do not overlap, so that only those around the place of the edit can. */
function overlapsAny(taken: readonly Replacement[], edit: Replacement): boolean {
  const at = placeIn(taken, edit.start);
  const before = taken[at - 1];
  if (before && overlap(before, edit)) return true;
  for (let i = at; taken[i]; i++) {
    const other = taken[i];
    if (other && overlap(other, edit)) return true;
    if (other?.start !== edit.start) return false;
  }
  return false;
}

function overlap(a: Replacement, b: Replacement): boolean {
  if (a.start === b.start)
    return a.end > a.start || b.end > b.start || joinInsertions(a.text, b.text) === undefined;
  return a.start < b.end && b.start < a.end;
}

/** Whether two edits of one text cannot both be made. The same edit twice can: it is made once. */
export function clashes(a: Edit, b: Edit): boolean {
  const isSame = compareRanges(a, b) === 0;
  if (isSame && a.text === b.text) return false;
  if (isInsertion(a) && isInsertion(b) && isSame)
    return joinInsertions(a.text, b.text) === undefined;
  if (a.startLine === b.startLine && a.startColumn === b.startColumn) return true;
  const startsBeforeEnd = (one: Edit, other: Edit) =>
    one.startLine < other.endLine ||
    (one.startLine === other.endLine && one.startColumn < other.endColumn);
  return startsBeforeEnd(a, b) && startsBeforeEnd(b, a);
}

function isInsertion({ startLine, startColumn, endLine, endColumn }: Edit): boolean {
  return startLine === endLine && startColumn === endColumn;
}

function byFirstEdit(a: Fix, b: Fix): number {
  const [x, y] = [a.edits[0], b.edits[0]];
  return x && y ? compareRanges(x, y) : 0;
}
