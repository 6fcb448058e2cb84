import type { Location } from '../core/location.js';
import { type IgnoreComment, misspelledIgnore, parseIgnore } from '../core/suppression.js';
import { type YamlComment, yamlComments } from '../lib/yaml-comments.js';
import { isJsonText } from './json-objects.js';

/** A comment `# portside ignore=RULE reason=… until=DATE` and its place. */
export interface LocatedIgnore extends Omit<IgnoreComment, 'rules'> {
  readonly at: Location;
  readonly rules: readonly IgnoredRule[];
  /** The line that the comment applies to: its own, or the next line if the comment is alone on its line. */
  readonly line: number;
}

export interface IgnoredRule {
  readonly id: string;
  readonly at: Location;
}

const MARKER = /#\s*portside\b/i;
const DIRECTIVE = /^#\s*portside\s+ignore\s*=/;
/** The rest of a longer comment is not read. */
const MAX_LENGTH = 4096;

/** The comments of a YAML or env file that suppress findings. */
export function ignoreComments(text: string, path: string): LocatedIgnore[] {
  // JSON has no comments.
  if (!MARKER.test(text) || isJsonText(path, text)) return [];
  const comments = /\.ya?ml$/i.test(path) ? yamlComments(text) : envFileComments(text);
  const nextLines = lineAfterComments(comments);
  return comments.flatMap(({ line, column, text: comment }) => {
    const content = comment.slice(0, MAX_LENGTH).trimEnd();
    const [prefix] = DIRECTIVE.exec(content) ?? [];
    const misspelled = prefix === undefined ? misspelledIgnore(content) : undefined;
    if (prefix === undefined && misspelled === undefined) return [];
    const locationOf = (offset: number, length: number) => {
      const startColumn = column + offset;
      const endColumn = startColumn + length;
      return { path, startLine: line, startColumn, endLine: line, endColumn };
    };
    const { rules, ...rest } =
      prefix === undefined
        ? { rules: [], reason: undefined, until: undefined, faults: [misspelled ?? ''] }
        : parseIgnore(content.slice(prefix.length), true);
    return [
      {
        ...rest,
        at: locationOf(0, content.length),
        rules: rules.map(({ id, at }) => ({
          id,
          at: locationOf((prefix?.length ?? 0) + at, id.length),
        })),
        line: nextLines.get(line) ?? line,
      },
    ];
  });
}

/**
 * For the line of each comment that is alone on its line: the first line below the block of such comments. Starts with
 * the last comment, so that each comment is visited once.
 */
function lineAfterComments(comments: readonly YamlComment[]): ReadonlyMap<number, number> {
  const after = new Map<number, number>();
  for (const { line, isWholeLine } of [...comments].reverse())
    if (isWholeLine) after.set(line, after.get(line + 1) ?? line + 1);
  return after;
}

function envFileComments(text: string): YamlComment[] {
  return text.split('\n').flatMap((content, index) => {
    const at = content.search(/(?<=^|\s)#/);
    if (at < 0) return [];
    const isWholeLine = content.slice(0, at).trim() === '';
    return [{ line: index + 1, column: at + 1, text: content.slice(at), isWholeLine }];
  });
}
