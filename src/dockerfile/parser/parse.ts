import { compareRanges } from '../../core/location.js';
import { trimSpan } from '../text/characters.js';
import { findHeredocs, type HeredocBodies, readHeredocs } from '../text/heredocs.js';
import { LIMITS, type Limit } from '../text/limits.js';
import {
  type Comment,
  firstCharacter,
  lineEnd,
  nextLine,
  readComment,
  readLogicalLine,
} from '../text/logical-lines.js';
import { createSource, type Source } from '../text/source.js';
import { TokenFactory } from '../text/tokens.js';
import { readDirectives } from './directives.js';
import { imageNameError, instructionErrors } from './instruction-errors.js';
import { createInstruction, type InstructionParts, splitInstruction } from './instructions.js';
import type { ArgInstruction, BuildValues, Dockerfile, Instruction, Stage } from './model.js';
import type { DockerfileProblem } from './problem.js';
import { createStageBuilder, type StageBuilder } from './stage-builder.js';

/** A comment block has fewer lines than this; bounds the work on a file that consists of comments. */
const MAX_PARAGRAPH = 200;

/**
 * Reads a Dockerfile as BuildKit does. Never throws: errors that BuildKit reports are in `problems`, and reading
 * continues after them. Linear in the length of the text, and bounded: `source.limits` says what was not read. With the
 * values of a build, FROM names the stages and images that such a build uses, and variables have its values.
 */
export function parseDockerfile(path: string, text: string, values: BuildValues = {}): Dockerfile {
  const source = createSource(path, text);
  const { list: directives, escapeToken, problems: directiveProblems } = readDirectives(source);
  const directiveLines = new Set(directives.map(({ line }) => line));
  const { comments, instructions, stages, problems } = readFile(
    source,
    escapeToken,
    directiveLines,
    createStageBuilder(values),
  );
  return {
    path,
    source,
    text,
    escapeToken,
    directives,
    comments,
    instructions,
    stages,
    globalArgs: instructions.filter(
      (i): i is ArgInstruction => i.keyword === 'ARG' && i.stage === undefined,
    ),
    problems: [...directiveProblems, ...problems].sort((a, b) => compareRanges(a.range, b.range)),
    ...values,
  };
}

type FileContent = Pick<Dockerfile, 'comments' | 'instructions' | 'stages' | 'problems'>;

/** Reads comments and instructions up to the end of the file or to a limit. */
function readFile(
  source: Source,
  escapeToken: string,
  directiveLines: ReadonlySet<number>,
  stageBuilder: StageBuilder,
): FileContent {
  const { text } = source;
  const problems: DockerfileProblem[] = [];
  const comments: Comment[] = [];
  const instructions: Instruction[] = [];
  const exceeded = limitCounter();
  let paragraph: string[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const first = firstCharacter(text, at, end);
    if (end <= LIMITS.characters && (first === end || text.charAt(first) === '#')) {
      const line = first < end ? source.lineOf(at) : undefined;
      if (line !== undefined && !directiveLines.has(line)) {
        comments.push(readComment(source, first, end, line));
        // BuildKit removes one character of the untrimmed line: `  # x` keeps its `#`.
        const attached = text.slice(at + 1, end).trim();
        paragraph = attached === '' ? [] : [...paragraph.slice(-MAX_PARAGRAPH), attached];
      }
      at = Math.min(nextLine(text, end), text.length);
      continue;
    }
    const read = readInstruction(source, at, escapeToken, {
      comments: paragraph,
      index: instructions.length,
    });
    const limit = exceeded(read);
    if (limit !== undefined || !read) {
      source.limits.add(limit ?? 'characters', source.lineOf(at));
      break;
    }
    const { instruction } = read;
    stageBuilder.add(instruction);
    instructions.push(instruction);
    // One by one: a hostile file has more than push(...) takes as arguments.
    for (const problem of read.problems) problems.push(problem);
    for (const problem of instructionErrors(instruction, escapeToken)) problems.push(problem);
    for (const comment of instruction.innerComments) comments.push(comment);
    paragraph = [];
    at = read.next;
  }
  const stages = stageBuilder.finish();
  for (const problem of fileProblems(source, instructions, stages)) problems.push(problem);
  return { comments, instructions, stages, problems };
}

/** Counts what was read; returns the limit that an instruction exceeds. */
function limitCounter(): (read: ReadInstruction | undefined) => Limit | undefined {
  const counts = { instructions: 0, stages: 0, heredocs: 0 };
  return (read) => {
    if (!read || read.next > LIMITS.characters) return 'characters';
    counts.instructions++;
    if (read.instruction.keyword === 'FROM') counts.stages++;
    counts.heredocs += read.instruction.heredocs.length;
    return (['instructions', 'stages', 'heredocs'] as const).find(
      (limit) => counts[limit] > LIMITS[limit],
    );
  };
}

interface ReadInstruction {
  readonly instruction: Instruction;
  /** Syntax problems of the instruction. */
  readonly problems: readonly DockerfileProblem[];
  /** Offset of the line after the instruction and its heredocs. */
  readonly next: number;
}

/**
 * Reads the instruction in the line at `start`. `comments` is the paragraph above it. Undefined if the file is too long up
 * to its end.
 */
function readInstruction(
  source: Source,
  start: number,
  escapeToken: string,
  { comments, index }: { readonly comments: readonly string[]; readonly index: number },
): ReadInstruction | undefined {
  const line = readLogicalLine(source, start, escapeToken);
  if (line.next > LIMITS.characters) return undefined;
  const { joined, startLine } = line;
  const tokens = new TokenFactory(source, joined, escapeToken);
  const parts = splitInstruction(tokens, { start: 0, end: joined.text.length });
  const openings = mayHaveHeredocs(parts) ? findHeredocs(joined.text) : [];
  const bodies = readHeredocs(source, joined, openings, line.next);
  const keywordStart = joined.sourceStart(trimSpan(joined.text, 0, joined.text.length)[0]);
  const endLine = openings.length > 0 ? source.lineOf(bodies.lastLineEnd) : line.endLine;
  const end =
    openings.length > 0
      ? bodies.lastLineEnd
      : Math.max(
          keywordStart,
          lineEnd(source.text, source.lineStarts[endLine - 1] ?? keywordStart),
        );
  const instruction = createInstruction(parts, {
    tokens,
    start: keywordStart,
    end,
    startLine,
    endLine,
    comments,
    innerComments: line.comments,
    emptyLines: line.emptyLines,
    heredocs: bodies.heredocs,
    index,
  });
  const problems = syntaxProblems(instruction, tokens, parts, bodies);
  return { instruction, problems, next: bodies.next };
}

function mayHaveHeredocs(parts: InstructionParts): boolean {
  const command = parts.keyword === 'ONBUILD' ? parts.trigger : parts;
  return command !== undefined && !command.json && /^(?:ADD|COPY|RUN)$/.test(command.keyword);
}

/** bufio.MaxScanTokenSize, BuildKit's limit for one line. */
const MAX_LINE = 65_536;

function syntaxProblems(
  { keywordToken, startLine, endLine }: Instruction,
  tokens: TokenFactory,
  parts: InstructionParts,
  { heredocs, isUnterminated }: HeredocBodies,
): DockerfileProblem[] {
  const { source } = tokens;
  const problems = parts.problems.map(({ kind, phase, message, at }): DockerfileProblem => {
    const range = at ? tokens.range(at.start, at.end) : keywordToken.range;
    return { kind, phase, message, range };
  });
  if (isUnterminated) {
    const range = heredocs.at(-1)?.range ?? keywordToken.range;
    problems.push({ kind: 'heredoc', phase: 'syntax', message: 'unterminated heredoc', range });
  }
  for (let line = startLine; line <= endLine; line++) {
    const start = source.lineStarts[line - 1] ?? 0;
    const next = source.lineStarts[line] ?? source.text.length + 1;
    if (next - start <= MAX_LINE) continue;
    const message = `a line is longer than ${MAX_LINE - 1} characters`;
    problems.push({ kind: 'line-too-long', phase: 'syntax', message, range: keywordToken.range });
    break;
  }
  return problems;
}

/** The problems of the file as a whole, and of its stages. */
function fileProblems(
  source: Source,
  instructions: readonly Instruction[],
  stages: readonly Stage[],
): DockerfileProblem[] {
  const problems: DockerfileProblem[] = [];
  const report = (
    kind: DockerfileProblem['kind'],
    message: string,
    { range }: Pick<DockerfileProblem, 'range'>,
  ) => problems.push({ kind, phase: 'instruction', message, range });
  const [first] = instructions;
  if (!first) {
    if (source.limits.describe() !== undefined) return [];
    const message = 'the file has no instructions';
    return [{ kind: 'empty-file', phase: 'syntax', message, range: source.range(0, 0) }];
  }
  const outside = instructions.find(
    ({ stage, keyword }) => !stage && keyword !== 'ARG' && keyword !== 'UNKNOWN',
  );
  if (outside)
    report('no-stage', 'there is an instruction before the first FROM', outside.keywordToken);
  else if (stages.length === 0 && instructions.every(({ keyword }) => keyword === 'ARG'))
    report('no-stage', 'the file has no FROM', first.keywordToken);
  for (const { parent, from, uses, index } of stages) {
    const nameError = parent ? undefined : imageNameError(from.image);
    if (nameError !== undefined) report('stage-name', nameError, from.image);
    for (const { instruction, token, stage } of uses) {
      const isLater = instruction.keyword === 'COPY' && stage.index >= index;
      if (!isLater || stages.slice(0, index).some(({ name }) => name === stage.name)) continue;
      report('stage-name', 'cannot copy from a stage that is not defined before this one', token);
    }
  }
  const withNul = instructions.find(({ original }) => original.includes('\0'));
  if (withNul) {
    const at = source.text.indexOf('\0', withNul.start);
    // No program, path or variable can contain a NUL byte.
    report('nul', 'NUL byte in an instruction', { range: source.range(at, at + 1) });
  }
  return problems;
}
