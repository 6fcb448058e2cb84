import {
  type EditResult,
  quoted,
  type RefusedEdit,
  refused,
  unchanged,
} from '../../core/edit-result.js';
import type { Edit } from '../../core/fix.js';

/** A place in a file that names what a change is about. */
export interface EditPlace {
  /** The line of the text that changes. */
  readonly line: number;
  /** The lines of the instruction or value around it. */
  readonly startLine: number;
  readonly endLine: number;
  /** What the text says, for messages. */
  readonly says: string;
  /** Whether it says what the change expects, what the change asks for, or something else. */
  readonly state: 'from' | 'to' | 'other';
  /** The edits that make it say what the change asks for. */
  readonly edits: () => readonly Edit[] | RefusedEdit;
}

/** What a change is about. */
export interface Wanted {
  readonly line: number;
  /** What the text should say before and after. */
  readonly from: string;
  readonly to: string;
}

/**
 * The edits of the place that a change means: the one on its line or, in a file that has moved, the only one that says what
 * is expected. If several could be meant, none is changed.
 */
export function editPlace(places: readonly EditPlace[], wanted: Wanted): EditResult {
  const { line, from, to } = wanted;
  const onLine = placesOn(places, line);
  const here = onLine.filter(({ state }) => state === 'from');
  if (here.length > 0) return editsOf(here, wanted);
  if (onLine.some(({ state }) => state === 'to'))
    return unchanged(`line ${line} says ${quoted(to)}`);
  const before = places.filter(({ state }) => state === 'from');
  const after = places.filter(({ state }) => state === 'to');
  if (before.length === 1 && after.length === 0) return editsOf(before, wanted);
  if (before.length === 0 && after.length > 0) return unchanged(`the file says ${quoted(to)}`);
  const [other] = onLine;
  if (before.length > 0) {
    const lines = before.map((place) => place.line).slice(0, 5);
    return refused(
      `Line ${line} does not say ${quoted(from)}, and other lines do (${lines.join(', ')}): the file has changed`,
    );
  }
  return refused(
    other
      ? `Line ${line} says ${quoted(other.says)} instead of ${quoted(from)}`
      : `No line says ${quoted(from)}`,
  );
}

/** The places on a line; if none of them is meant, those in the instruction around the line. */
function placesOn(places: readonly EditPlace[], line: number): readonly EditPlace[] {
  const exact = places.filter((place) => place.line === line);
  if (exact.some(({ state }) => state !== 'other')) return exact;
  return places.filter(({ startLine, endLine }) => startLine <= line && line <= endLine);
}

/** A line that repeats the same more often is made by a program. */
const MOST_PLACES = 50;

function editsOf(places: readonly EditPlace[], { line, from, to }: Wanted): EditResult {
  if (places.length > MOST_PLACES)
    return refused(`Line ${line} says ${quoted(from)} in ${places.length} places`);
  const edits = new Map<string, Edit>();
  for (const place of places) {
    const result = place.edits();
    if ('kind' in result) return result;
    // Two places may get their value from one.
    for (const edit of result) edits.set(JSON.stringify(edit), edit);
  }
  return {
    kind: 'edits',
    description: `Replace ${quoted(from)} with ${quoted(to)}`,
    edits: [...edits.values()],
  };
}
