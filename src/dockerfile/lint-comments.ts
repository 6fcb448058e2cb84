import type { Range } from '../core/location.js';
import { parseIgnore, ruleNames } from '../core/suppression.js';
import type { Comment } from './parser/logical-lines.js';
import type { Dockerfile, Instruction, Stage } from './parser/model.js';
import type { Source } from './parser/source.js';

/** A comment that steers the linter. */
export type LintComment = SuppressionComment | ShellComment;

export interface SuppressionComment {
  readonly kind: 'ignore';
  readonly tool: 'hadolint' | 'portside' | 'buildkit';
  readonly rules: readonly SuppressedRule[];
  /** What it covers: the instruction below, its stage, or the file. */
  readonly scope: 'instruction' | 'stage' | 'file';
  /** Lines covered, 1-based, both inclusive. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly comment: Pick<Comment, 'line' | 'range'>;
  readonly reason: string | undefined;
  /** `until=2027-01-31`: the last day on which it holds. */
  readonly until: string | undefined;
  /** Parts that could not be understood. */
  readonly faults: readonly string[];
}

export interface SuppressedRule {
  /** As written; `all` in `# check=skip=all`. */
  readonly id: string;
  readonly range: Range;
}

export interface ShellComment {
  readonly kind: 'shell';
  readonly shell: string;
  readonly comment: Comment;
  /** The stage that it stands in; undefined before the first FROM. */
  readonly stage: Stage | undefined;
}

const cache = new WeakMap<Source, readonly LintComment[]>();

/** The pragmas of a file: `# hadolint [stage|global ]ignore=…`, `# hadolint shell=…`, `# portside ignore=…`, `# check=skip=…`. */
export function lintComments(dockerfile: Dockerfile): readonly LintComment[] {
  let found = cache.get(dockerfile.source);
  if (!found) {
    found = readPragmas(dockerfile);
    cache.set(dockerfile.source, found);
  }
  return found;
}

function readPragmas(dockerfile: Dockerfile): LintComment[] {
  const { source, directives, comments, instructions } = dockerfile;
  const pragmas: LintComment[] = [];
  const check = directives.find(({ name }) => name === 'check');
  if (check) {
    const start = source.offsetOf(check.valueRange.startLine, check.valueRange.startColumn);
    for (const { key, value, at } of parseCheckDirective(check.value)) {
      if (key !== 'skip') continue;
      pragmas.push({
        kind: 'ignore',
        tool: 'buildkit',
        rules: names(value, start + at, source),
        scope: 'file',
        firstLine: 1,
        lastLine: source.lineStarts.length,
        comment: { line: check.line, range: check.range },
        reason: undefined,
        until: undefined,
        faults: [],
      });
    }
  }
  const commentLines = new Set(comments.map(({ line }) => line));
  let next = 0;
  for (const comment of [...comments].sort((a, b) => a.line - b.line)) {
    const text = source.text.slice(comment.start, Math.min(comment.end, comment.start + 4096));
    const match = PRAGMA.exec(text);
    const above = CHECK.exec(text);
    if (!match && !above) continue;
    while ((instructions[next]?.endLine ?? Number.POSITIVE_INFINITY) < comment.line) next++;
    const instruction = instructions[next];
    if (above) {
      const [whole, value = ''] = above;
      const start = comment.start + whole.length - value.length;
      for (const option of parseCheckDirective(value)) {
        if (option.key !== 'skip') continue;
        pragmas.push({
          kind: 'ignore',
          tool: 'buildkit',
          rules: names(option.value, start + option.at, source),
          scope: 'instruction',
          ...coveredLines('', comment, instruction, commentLines, source),
          comment,
          reason: undefined,
          until: undefined,
          faults: [],
        });
      }
    }
    if (!match) continue;
    const [whole, tool = '', scope = '', verb = ''] = match;
    if (verb === 'shell') {
      const shell = /^\s*(\S+)/.exec(
        source.text.slice(comment.start + whole.length, comment.end),
      )?.[1];
      const stage = instructions[next - 1]?.stage;
      if (shell) pragmas.push({ kind: 'shell', shell, comment, stage });
      continue;
    }
    const lines = coveredLines(scope, comment, instruction, commentLines, source);
    pragmas.push({
      kind: 'ignore',
      tool: tool === 'portside' ? 'portside' : 'hadolint',
      scope: scope === 'stage' ? 'stage' : scope === 'global' ? 'file' : 'instruction',
      ...lines,
      comment,
      ...ignoreDetails(source, comment.start + whole.length, comment.end, tool),
    });
  }
  return pragmas;
}

const PRAGMA = /^#\s*(hadolint|portside)\s+(?:(stage|global)\s+)?(ignore|shell)\s*=/;

/** BuildKit reads `# check=` above an instruction too, to the first blank. */
const CHECK = /^#\s*check\s*=\s*(\S+)/i;

function coveredLines(
  scope: string,
  comment: Comment,
  instruction: Instruction | undefined,
  commentLines: ReadonlySet<number>,
  source: Source,
): { firstLine: number; lastLine: number } {
  const nothing = { firstLine: 1, lastLine: 0 };
  if (scope === 'global') return { firstLine: 1, lastLine: source.lineStarts.length };
  if (!instruction) return nothing;
  let below = comment.line + 1;
  while (commentLines.has(below)) below++;
  if (instruction.startLine <= comment.line) {
    return { firstLine: below, lastLine: Math.min(below, instruction.endLine) };
  }
  if (instruction.startLine !== below) return nothing;
  if (scope !== 'stage') return { firstLine: below, lastLine: instruction.endLine };
  if (instruction.keyword !== 'FROM') return nothing;
  const last = instruction.stage?.instructions.at(-1) ?? instruction;
  return { firstLine: below, lastLine: last.endLine };
}

/** What stands behind `ignore=`, with the places of the names. */
function ignoreDetails(source: Source, start: number, end: number, tool: string) {
  const found = parseIgnore(source.text.slice(start, end), tool === 'portside');
  return { ...found, rules: found.rules.map((rule) => placed(rule, start, source)) };
}

function names(list: string, start: number, source: Source): SuppressedRule[] {
  return ruleNames(list).map((rule) => placed(rule, start, source));
}

function placed(
  { id, at }: { id: string; at: number },
  start: number,
  source: Source,
): SuppressedRule {
  return { id, range: source.range(start + at, start + at + id.length) };
}

/** `skip=A,B;error=true;experimental=all` as pairs with the offset of each value. */
export function parseCheckDirective(value: string): { key: string; value: string; at: number }[] {
  const options: { key: string; value: string; at: number }[] = [];
  for (const match of value.matchAll(/[^;]+/g)) {
    const equals = match[0].indexOf('=');
    if (equals < 0) continue;
    options.push({
      key: match[0].slice(0, equals).trim().toLowerCase(),
      value: match[0].slice(equals + 1).trim(),
      at: match.index + equals + 1,
    });
  }
  return options;
}
