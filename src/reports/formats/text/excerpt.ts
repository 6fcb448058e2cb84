import type { Range } from '../../../core/location.js';
import { sanitize, shorten } from '../../escape.js';

/** One source line as a terminal shows it, and the line below with carets under the words that matter. */
export interface Excerpt {
  readonly line: string;
  /** Empty when no range is on this line, and when the ranges are all of it. */
  readonly carets: string;
}

/** How much of a long line is shown before its first word that matters. */
const LEAD = 10;

/** The line that `ranges` start on, in `room` cells; of a long one the part around the first range. */
export function excerpt(source: string, ranges: readonly Range[], room: number): Excerpt {
  const whole = source.replace(/\r$/, '');
  const spans = ranges.map((at) => ({
    start: at.startColumn - 1,
    end: at.endLine === at.startLine ? at.endColumn - 1 : whole.length,
  }));
  const first = spans.reduce((least, s) => Math.min(least, s.start), Number.POSITIVE_INFINITY);
  const skip = Number.isFinite(first) && first > room - 2 * LEAD ? first - LEAD : 0;
  const part = whole.slice(skip, skip + 2 * room);
  const mark = skip > 0 ? '…' : '';
  const carets = caretsUnder(part, spans, skip, mark.length);
  return {
    line: mark + shorten(cells(part), room - mark.length),
    carets:
      carets.length === cells(whole).length && !carets.includes(' ') ? '' : carets.slice(0, room),
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function caretsUnder(part: string, spans: readonly Span[], skip: number, offset: number): string {
  const marks: string[] = [];
  for (const span of spans) {
    const start = span.start - skip;
    const end = Math.min(Math.max(span.end - skip, start + 1), part.length);
    if (start < 0 || start >= end) continue;
    const from = cells(part.slice(0, start)).length + offset;
    const to = from + cells(part.slice(start, end)).trimEnd().length;
    for (let at = from; at < to; at++) marks[at] = '^';
  }
  return Array.from(marks, (mark) => mark ?? ' ').join('');
}

/** A tab becomes one space, so that columns and cells stay the same; a byte order mark none, as everywhere else. */
function cells(source: string): string {
  return sanitize(source.replace(/^\ufeff/, '').replaceAll('\t', ' '));
}
