import type { Range } from '../../core/location.js';
import type { Source } from '../text/source.js';
import type { DockerfileProblem } from './problem.js';

/** `# syntax=…`, `# escape=…` or `# check=…` at the top of the file. */
export interface Directive {
  readonly name: 'syntax' | 'escape' | 'check';
  readonly value: string;
  /** The comment, from `#` or the white space before it to the end of the value. */
  readonly range: Range;
  readonly valueRange: Range;
  readonly line: number;
}

export interface Directives {
  readonly list: readonly Directive[];
  readonly escapeToken: '\\' | '`';
  readonly problems: readonly DockerfileProblem[];
}

/**
 * Reads the parser directives: comments with a known name, in the first lines of the file. Any other line ends them.
 * Source: BuildKit frontend/dockerfile/parser/directives.go.
 */
export function readDirectives(source: Source): Directives {
  const { text } = source;
  const list: Directive[] = [];
  const problems: DockerfileProblem[] = [];
  let escapeToken: '\\' | '`' = '\\';
  let start = text.startsWith('\ufeff') ? 1 : 0;
  // Below a line that starts with #!, BuildKit looks for the frontend only (DetectSyntax).
  const hasShebang = text.startsWith('#!', start) && text.includes('\n', start);
  if (hasShebang) start = text.indexOf('\n', start) + 1;
  for (let line = hasShebang ? 2 : 1; start < text.length; line++) {
    const lf = text.indexOf('\n', start);
    const end = lf < 0 ? text.length : lf;
    const directive = end - start > MAX_LENGTH ? undefined : readDirective(source, start, end);
    if (!directive) break;
    start = end + 1;
    const { name, value, valueRange } = directive;
    if (hasShebang && name !== 'syntax') continue;
    const report = (message: string) =>
      problems.push({ kind: 'directive', phase: 'syntax', message, range: valueRange });
    if (list.some((earlier) => earlier.name === name)) {
      report(`the ${name} directive is given twice`);
    } else {
      list.push({ ...directive, line });
      if (name === 'escape') {
        if (value === '\\' || value === '`') escapeToken = value;
        else report(`invalid escape token "${value.slice(0, 40)}": use \` or \\`);
      }
    }
  }
  return { list, escapeToken, problems };
}

/** A longer line is not read as a directive. Bounds the work on a file without line ends. */
const MAX_LENGTH = 65_536;

const DIRECTIVE = /^(\s*#\s*)([a-zA-Z][a-zA-Z0-9]*)(\s*=\s*)(\S(?:.*\S)?)\s*$/;

/** The directive in the line `[start, end)`; undefined for any other line. */
function readDirective(
  source: Source,
  start: number,
  end: number,
): Omit<Directive, 'line'> | undefined {
  const match = DIRECTIVE.exec(source.text.slice(start, end));
  const [, prefix = '', writtenName = '', equals = '', value = ''] = match ?? [];
  const name = writtenName.toLowerCase();
  if (name !== 'syntax' && name !== 'escape' && name !== 'check') return undefined;
  const valueStart = start + prefix.length + writtenName.length + equals.length;
  const valueEnd = valueStart + value.length;
  return {
    name,
    value,
    range: source.range(start, valueEnd),
    valueRange: source.range(valueStart, valueEnd),
  };
}
