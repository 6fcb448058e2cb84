import type { Range } from '../../core/location.js';
import type { Problem } from './problem.js';
import type { Source } from './source.js';

/** `# syntax=…`, `# escape=…` or `# check=…` at the top of the file. */
export interface Directive {
  readonly name: 'syntax' | 'escape' | 'check';
  readonly value: string;
  /** The whole comment line. */
  readonly range: Range;
  readonly valueRange: Range;
  readonly line: number;
}

export interface Directives {
  readonly list: readonly Directive[];
  readonly escapeToken: '\\' | '`';
  readonly problems: readonly Problem[];
}

/**
 * Reads the parser directives: comments of a known name, from the first line on, before anything else. A comment of
 * any other form ends them. Source: BuildKit frontend/dockerfile/parser/directives.go.
 */
export function readDirectives(source: Source): Directives {
  const { text } = source;
  const list: Directive[] = [];
  const problems: Problem[] = [];
  let escapeToken: '\\' | '`' = '\\';
  let start = text.startsWith('\ufeff') ? 1 : 0;
  for (let line = 1; start < text.length; line++) {
    const lf = text.indexOf('\n', start);
    const end = lf < 0 ? text.length : lf;
    if (end - start > MAX_DIRECTIVE) break;
    const match = DIRECTIVE.exec(text.slice(start, end));
    const [, before = '', word = '', between = '', value = ''] = match ?? [];
    const name = word.toLowerCase();
    if (!isKnown(name)) break;
    const valueStart = start + before.length + word.length + between.length;
    const valueRange = source.range(valueStart, valueStart + value.length);
    const problem = (message: string) =>
      problems.push({ kind: 'directive', phase: 'syntax', message, range: valueRange });
    if (list.some((known) => known.name === name)) {
      problem(`only one ${name} parser directive can be used`);
    } else {
      const range = source.range(start, valueStart + value.length);
      list.push({ name, value, range, valueRange, line });
      if (name === 'escape') {
        if (value === '\\' || value === '`') escapeToken = value;
        else problem(`invalid escape token '${value.slice(0, 40)}' does not match \` or \\`);
      }
    }
    start = end + 1;
  }
  return { list, escapeToken, problems };
}

/** Longer lines are no directives: bounds the work on a file without line ends. */
const MAX_DIRECTIVE = 65_536;

const DIRECTIVE = /^(\s*#\s*)([a-zA-Z][a-zA-Z0-9]*)(\s*=\s*)(\S(?:.*\S)?)\s*$/;

function isKnown(name: string): name is Directive['name'] {
  return name === 'syntax' || name === 'escape' || name === 'check';
}
