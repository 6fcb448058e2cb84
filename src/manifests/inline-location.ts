import type { Location } from '../core/location.js';

export type LocateInline = (location: Location) => Location;

/** From a place in a `dockerfile_inline` to its line of the Compose file; in a quoted or folded text, to the whole value. */
export function inlineLocator(range: Location, lines: readonly string[]): LocateInline {
  const isLiteral = /\|[\d+-]*\s*(?:#.*)?$/.test(lines[range.startLine - 1] ?? '');
  return ({ startLine, endLine }) => {
    const first = range.startLine + startLine;
    const last = Math.min(range.startLine + endLine, range.endLine);
    const [text, end] = [lines[first - 1], lines[last - 1]];
    if (!isLiteral || first > last || text === undefined || end === undefined) return range;
    const startColumn = text.search(/\S|$/) + 1;
    const endColumn = end.trimEnd().length + 1;
    return { path: range.path, startLine: first, startColumn, endLine: last, endColumn };
  };
}
