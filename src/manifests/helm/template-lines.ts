import type { Range } from '../../lib/lines.js';
import { indentOf } from '../../lib/text.js';

/** A line of a template, or its first line if it is not known which one the rendered line comes from. */
export interface TemplateLine {
  readonly range: Range;
  readonly isKnown: boolean;
}

/**
 * Maps lines of rendered text to lines of the template, since helm does not tell. A line counts as found if its text is in
 * both once or equally often, then if its key is. Else its place is the nearest key around it that is found.
 */
export function templateLines(template: string, rendered: string): (line: number) => TemplateLine {
  const [from, to] = [indexLines(rendered), indexLines(template)];
  const find = (line: number): Range | undefined => {
    const text = from.lines[line - 1]?.trim() ?? '';
    for (const one of [text, keyOf(text)]) {
      const here = from.places.get(one ?? '') ?? [];
      const there = to.places.get(one ?? '') ?? [];
      const isSame = here.length === there.length;
      const found = isSame ? there[here.indexOf(line)] : there.length === 1 ? there[0] : undefined;
      if (found !== undefined) return rangeOf(found, to.lines[found - 1] ?? '');
    }
    return undefined;
  };
  return (line) => {
    const range = find(line);
    if (range) return { range, isKnown: true };
    for (const outer of linesAround(from.lines, line)) {
      const around = find(outer);
      if (around) return { range: around, isKnown: false };
    }
    return { range: rangeOf(1, to.lines[0] ?? ''), isKnown: false };
  };
}

/** The numbers of the lines with the keys around a line, the nearest first. */
function* linesAround(lines: readonly string[], line: number): Generator<number> {
  let indent = indentOf(lines[line - 1] ?? '');
  for (let at = line - 1; at > 0 && indent > 0; at--) {
    const text = lines[at - 1] ?? '';
    // A list may have the indent of its key.
    const isOuter = indentOf(text) < indent || (indentOf(text) === indent && text.endsWith(':'));
    if (text.trim() === '' || !isOuter) continue;
    indent = indentOf(text);
    yield at;
  }
}

/** The lines of a text, and the numbers of those with a text or key. */
function indexLines(text: string) {
  const lines = text.split('\n');
  const places = new Map<string, number[]>();
  const add = (name: string, line: number) => {
    const known = places.get(name);
    if (known) known.push(line);
    else places.set(name, [line]);
  };
  lines.forEach((line, index) => {
    const trimmed = line.trim();
    if (trimmed === '') return;
    add(trimmed, index + 1);
    const key = keyOf(trimmed);
    if (key !== undefined && key !== trimmed) add(key, index + 1);
  });
  return { lines, places };
}

/** `image:` of `- image: nginx:1`. */
function keyOf(line: string): string | undefined {
  return /^(?:- +)?["']?([\w./-]+)["']?:(?=\s|$)/.exec(line)?.[1]?.concat(':');
}

function rangeOf(line: number, text: string): Range {
  const startColumn = text.length - text.trimStart().length + 1;
  const endColumn = Math.max(text.trimEnd().length + 1, startColumn);
  return { startLine: line, startColumn, endLine: line, endColumn };
}
