import type { Range } from '../../../core/location.js';
import type { Span } from '../../../lib/span.js';
import { sanitize, shorten } from '../../escape.js';

/** A source line as a terminal shows it, and a line of carets below the ranges that findings are about. */
export interface Excerpt {
  readonly line: string;
  /** Empty when no range is on this line, and when the ranges point at nothing in particular: see isEvident. */
  readonly carets: string;
}

/** Characters of a long line that are shown before its first range. */
const LEAD = 10;

/** The line that `ranges` start on, in `width` columns. Of a long line the part around the first range is shown. */
export function excerpt(source: string, ranges: readonly Range[], width: number): Excerpt {
  const full = source.replace(/\r$/, '');
  const spans = ranges.map((at) => ({
    start: at.startColumn - 1,
    end: at.endLine === at.startLine ? at.endColumn - 1 : full.length,
  }));
  const first = spans.reduce((least, s) => Math.min(least, s.start), Number.POSITIVE_INFINITY);
  const skip = Number.isFinite(first) && first > width - 2 * LEAD ? first - LEAD : 0;
  const part = full.slice(skip, skip + 2 * width);
  const mark = skip > 0 ? '…' : '';
  const carets = caretsBelow(part, spans, skip, mark.length);
  return {
    line: mark + shorten(toCells(part), width - mark.length),
    carets: isEvident(carets, toCells(full)) ? '' : carets.slice(0, width),
  };
}

/**
 * Whether the carets mark only the first word (an instruction, a key), or all that follows it (its value). The message is
 * then clear without them.
 */
function isEvident(carets: string, line: string): boolean {
  const [, indent = '', first = '', gap = '', rest = ''] =
    /^(\s*)(\S+?)(:?(?:\s+|$))(.*)$/.exec(line) ?? [];
  const start = carets.indexOf('^');
  const length = carets.length - start;
  if (carets.slice(start).includes(' ')) return false;
  if (start === indent.length) return length === first.length || carets.length === line.length;
  return start === line.length - rest.length && length === rest.length && gap !== '';
}

function caretsBelow(part: string, spans: readonly Span[], skip: number, offset: number): string {
  const marks: string[] = [];
  for (const span of spans) {
    const start = span.start - skip;
    const end = Math.min(Math.max(span.end - skip, start + 1), part.length);
    if (start < 0 || start >= end) continue;
    const from = toCells(part.slice(0, start)).length + offset;
    const to = from + toCells(part.slice(start, end)).trimEnd().length;
    for (let at = from; at < to; at++) marks[at] = '^';
  }
  return Array.from(marks, (mark) => mark ?? ' ').join('');
}

/** Replaces each tab by one space, so that columns and cells correspond, and removes a byte order mark. */
function toCells(source: string): string {
  return sanitize(source.replace(/^\ufeff/, '').replaceAll('\t', ' '));
}
