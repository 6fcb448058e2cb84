import type { Range } from '../core/location.js';
import { misspelledIgnore, parseIgnore, ruleNames } from '../core/suppression.js';
import type { Dockerfile, Instruction, Stage } from './parser/model.js';
import type { Comment } from './text/logical-lines.js';
import type { Source } from './text/source.js';

/** A comment that configures the linter. */
export type LintComment = SuppressionComment | ShellComment;

/** `# hadolint ignore=…`, `# portside ignore=…` or `# check=skip=…`. */
export interface SuppressionComment {
  readonly kind: 'suppression';
  readonly tool: 'hadolint' | 'portside' | 'buildkit';
  readonly rules: readonly SuppressedRule[];
  /** Covers the instruction below, its stage, or the file. */
  readonly scope: 'instruction' | 'stage' | 'file';
  /** The stage of the scope `stage`, by its name or number. */
  readonly stage?: string | undefined;
  /** The covered lines, 1-based and inclusive. Empty (1 to 0) when no instruction follows directly. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly comment: Pick<Comment, 'line' | 'range'>;
  readonly reason: string | undefined;
  /** `until=2099-12-31`: the last day on which the comment is valid. */
  readonly until: string | undefined;
  /** What is wrong with the comment. */
  readonly faults: readonly string[];
}

export interface SuppressedRule {
  /** As written; `all` in `# check=skip=all`. */
  readonly id: string;
  readonly range: Range;
}

/** `# hadolint shell=…` */
export interface ShellComment {
  readonly kind: 'shell';
  readonly shell: string;
  readonly comment: Comment;
  /** The stage of the comment; undefined before the first FROM. */
  readonly stage: Stage | undefined;
}

const cache = new WeakMap<Source, readonly LintComment[]>();

/**
 * The comments of a file that configure the linter: `# hadolint [stage|global ]ignore=…`, `# hadolint shell=…`,
 * `# portside ignore=…`, `# check=skip=…`.
 */
export function lintComments(dockerfile: Dockerfile): readonly LintComment[] {
  let found = cache.get(dockerfile.source);
  if (!found) {
    found = [...checkDirective(dockerfile), ...readComments(dockerfile)];
    cache.set(dockerfile.source, found);
  }
  return found;
}

/** The `# check=` directive at the top of the file, which covers the file. */
function checkDirective({ source, directives }: Dockerfile): SuppressionComment[] {
  const directive = directives.find(({ name }) => name === 'check');
  if (!directive) return [];
  const { value, valueRange, line, range } = directive;
  const start = source.offsetOf(valueRange.startLine, valueRange.startColumn);
  const lines = { firstLine: 1, lastLine: source.lineStarts.length };
  return parseCheckDirective(value)
    .filter(({ key }) => key === 'skip')
    .map((option) => ({
      ...buildkitSuppression(option, start, source),
      scope: 'file',
      ...lines,
      comment: { line, range },
    }));
}

/** A comment and the parts of the file around it. */
interface CommentContext {
  readonly source: Source;
  readonly comment: Comment;
  /** The first instruction that ends on the comment's line or below it. */
  readonly instruction: Instruction | undefined;
  readonly previous: Instruction | undefined;
  /** The lines of all comments. */
  readonly commentLines: ReadonlySet<number>;
}

/** Longer comments are not read to their end. */
const MAX_LENGTH = 4096;

function readComments({ source, comments, instructions }: Dockerfile): LintComment[] {
  const commentLines = new Set(comments.map(({ line }) => line));
  const found: LintComment[] = [];
  let next = 0;
  for (const comment of [...comments].sort((a, b) => a.line - b.line)) {
    const { start, end } = comment;
    const text = source.text.slice(start, Math.min(end, start + MAX_LENGTH));
    const ignoreOrShell = IGNORE_OR_SHELL.exec(text);
    const check = CHECK.exec(text);
    const misspelled = ignoreOrShell ? undefined : misspelledIgnore(text);
    if (!ignoreOrShell && !check && misspelled === undefined) continue;
    while ((instructions[next]?.endLine ?? Number.POSITIVE_INFINITY) < comment.line) next++;
    const [instruction, previous] = [instructions[next], instructions[next - 1]];
    const context = { source, comment, instruction, previous, commentLines };
    if (check) found.push(...readCheckComment(check, context));
    if (ignoreOrShell?.[3] === 'shell') found.push(...readShellComment(ignoreOrShell, context));
    else if (ignoreOrShell) found.push(readIgnoreComment(ignoreOrShell, context));
    else if (misspelled !== undefined) found.push(withoutRules(misspelled, context));
  }
  return found;
}

/** Groups: tool, scope, verb. */
const IGNORE_OR_SHELL = /^#\s*(hadolint|portside)\s+(?:(stage|global)\s+)?(ignore|shell)\s*=/;

/** BuildKit also reads `# check=` above an instruction, up to the first white space. */
const CHECK = /^#\s*check\s*=\s*(\S+)/i;

function readCheckComment(match: RegExpExecArray, context: CommentContext): SuppressionComment[] {
  const { source, comment } = context;
  const [text, value = ''] = match;
  const start = comment.start + text.length - value.length;
  return parseCheckDirective(value)
    .filter(({ key }) => key === 'skip')
    .map((option) => ({
      ...buildkitSuppression(option, start, source),
      scope: 'instruction',
      ...coveredLines('instruction', context),
      comment,
    }));
}

function readShellComment(
  [text]: RegExpExecArray,
  { source, comment, previous }: CommentContext,
): ShellComment[] {
  const value = source.text.slice(comment.start + text.length, comment.end);
  const shell = /^\s*(\S+)/.exec(value)?.[1];
  return shell ? [{ kind: 'shell', shell, comment, stage: previous?.stage }] : [];
}

function readIgnoreComment(match: RegExpExecArray, context: CommentContext): SuppressionComment {
  const { source, comment } = context;
  const [text, writtenTool, writtenScope] = match;
  const tool = writtenTool === 'portside' ? 'portside' : 'hadolint';
  const scope =
    writtenScope === 'stage' ? 'stage' : writtenScope === 'global' ? 'file' : 'instruction';
  const start = comment.start + text.length;
  const ignore = parseIgnore(source.text.slice(start, comment.end), tool === 'portside');
  return {
    kind: 'suppression',
    tool,
    scope,
    ...coveredLines(scope, context),
    comment,
    ...ignore,
    rules: withRanges(ignore.rules, start, source),
  };
}

/** A comment that suppresses nothing, because it is misspelled. */
function withoutRules(fault: string, { comment }: CommentContext): SuppressionComment {
  return {
    kind: 'suppression',
    tool: 'portside',
    scope: 'instruction',
    ...NO_LINES,
    comment,
    rules: [],
    reason: undefined,
    until: undefined,
    faults: [fault],
  };
}

/** The fields that all comments of BuildKit have. `start` is the offset of the text that has the option. */
function buildkitSuppression({ value, at }: CheckOption, start: number, source: Source) {
  return {
    kind: 'suppression',
    tool: 'buildkit',
    rules: withRanges(ruleNames(value), start + at, source),
    reason: undefined,
    until: undefined,
    faults: [],
  } as const;
}

function withRanges(
  rules: readonly { readonly id: string; readonly at: number }[],
  start: number,
  source: Source,
): SuppressedRule[] {
  return rules.map(({ id, at }) => ({
    id,
    range: source.range(start + at, start + at + id.length),
  }));
}

type Lines = Pick<SuppressionComment, 'firstLine' | 'lastLine' | 'stage'>;

const NO_LINES: Lines = { firstLine: 1, lastLine: 0 };

/** Other comments may stand between the comment and the instruction, empty lines may not. */
function coveredLines(
  scope: SuppressionComment['scope'],
  { source, comment, instruction, commentLines }: CommentContext,
): Lines {
  if (scope === 'file') return { firstLine: 1, lastLine: source.lineStarts.length };
  if (!instruction) return NO_LINES;
  let below = comment.line + 1;
  while (commentLines.has(below)) below++;
  // Inside a continued instruction, the comment covers the next line.
  if (instruction.startLine <= comment.line) {
    return { firstLine: below, lastLine: Math.min(below, instruction.endLine) };
  }
  if (instruction.startLine !== below) return NO_LINES;
  if (scope === 'instruction') return { firstLine: below, lastLine: instruction.endLine };
  if (instruction.keyword !== 'FROM') return NO_LINES;
  const { stage } = instruction;
  const last = stage?.instructions.at(-1) ?? instruction;
  return {
    firstLine: below,
    lastLine: last.endLine,
    ...(stage && { stage: stage.name ?? String(stage.index) }),
  };
}

export interface CheckOption {
  readonly key: string;
  readonly value: string;
  /** Offset of the value. */
  readonly at: number;
}

/** The options of a `# check=` directive: `skip=A,B;error=true;experimental=all`. */
export function parseCheckDirective(value: string): CheckOption[] {
  const options: CheckOption[] = [];
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
