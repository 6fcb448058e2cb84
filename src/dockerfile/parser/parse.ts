import { compareRanges } from '../../core/location.js';
import { isBlank, trimSpan } from './characters.js';
import { readDirectives } from './directives.js';
import { findHeredocs, readHeredocs } from './heredocs.js';
import { imageNameError, instructionErrors } from './instruction-errors.js';
import { createInstruction, type InstructionParts, readArguments } from './instructions.js';
import {
  type Comment,
  firstCharacter,
  lineEnd,
  nextLine,
  readComment,
  readLogicalLine,
} from './logical-lines.js';
import type { MappedText } from './mapped-text.js';
import type { ArgInstruction, Dockerfile, Instruction, Stage } from './model.js';
import type { Problem } from './problem.js';
import { createSource, type Source } from './source.js';
import { createStageBuilder } from './stage-builder.js';
import { createTokenFactory, parseFlags } from './tokens.js';

/**
 * Reads a Dockerfile as BuildKit does. Never throws, whatever the text: what BuildKit refuses is in `problems`, and
 * reading goes on behind it. Linear in the length of the text.
 */
export function parseDockerfile(path: string, text: string): Dockerfile {
  const source = createSource(path, text);
  const { list: directives, escapeToken, problems: directiveProblems } = readDirectives(source);
  const problems: Problem[] = [...directiveProblems];
  const comments: Comment[] = [];
  const instructions: Instruction[] = [];
  const stages = createStageBuilder();
  let paragraph: string[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const first = firstCharacter(text, at, end);
    if (first === end || text.charAt(first) === '#') {
      if (first < end) {
        const line = source.lineOf(at);
        if (!directives.some((directive) => directive.line === line)) {
          comments.push(readComment(source, first, end, line));
          // BuildKit cuts one character of the untrimmed line: `  # x` keeps its `#`.
          const attached = text.slice(at + 1, end).trim();
          paragraph = attached === '' ? [] : [...paragraph.slice(-MAX_PARAGRAPH), attached];
        }
      }
      at = Math.min(nextLine(text, end), text.length);
      continue;
    }
    const { instruction, next } = readInstruction(source, at, escapeToken, paragraph, {
      index: instructions.length,
      problems,
    });
    stages.add(instruction);
    // One by one: a hostile file has more of either than a call takes arguments.
    for (const problem of instructionErrors(instruction, escapeToken)) problems.push(problem);
    instructions.push(instruction);
    for (const comment of instruction.innerComments) comments.push(comment);
    paragraph = [];
    at = next;
  }
  const list = stages.finish();
  for (const problem of fileProblems(source, instructions, list)) problems.push(problem);
  return {
    path,
    source,
    text,
    escapeToken,
    directives,
    comments,
    instructions,
    stages: list,
    globalArgs: instructions.filter(
      (i): i is ArgInstruction => i.keyword === 'ARG' && i.stage === undefined,
    ),
    problems: problems.sort((a, b) => compareRanges(a.range, b.range)),
  };
}

/** What is wrong with the file as a whole, and with its stages. */
function fileProblems(
  source: Source,
  instructions: readonly Instruction[],
  stages: readonly Stage[],
): Problem[] {
  const problems: Problem[] = [];
  const report = (kind: Problem['kind'], message: string, { range }: Pick<Problem, 'range'>) =>
    problems.push({ kind, phase: 'instruction', message, range });
  const [first] = instructions;
  if (!first) {
    const message = 'file with no instructions';
    return [{ kind: 'empty-file', phase: 'syntax', message, range: source.range(0, 0) }];
  }
  const outside = instructions.find(
    ({ stage, keyword }) => !stage && keyword !== 'ARG' && keyword !== 'UNKNOWN',
  );
  if (outside) report('no-stage', 'no build stage in current context', outside.keywordToken);
  else if (stages.length === 0 && instructions.every(({ keyword }) => keyword === 'ARG'))
    report('no-stage', 'dockerfile contains no stages to build', first.keywordToken);
  for (const { parent, from, uses, index } of stages) {
    const refusal = parent ? undefined : imageNameError(from.image);
    if (refusal !== undefined) report('stage-name', refusal, from.image);
    for (const { instruction, token, stage } of uses) {
      const later = instruction.keyword === 'COPY' && stage.index >= index;
      if (!later || stages.slice(0, index).some(({ name }) => name === stage.name)) continue;
      report('stage-name', 'cannot copy from a stage that is not defined before this one', token);
    }
  }
  const nul = instructions.find(({ original }) => original.includes('\0'));
  if (nul) {
    const at = source.text.indexOf('\0', nul.start);
    // No program, path or variable can hold one.
    report('nul', 'NUL byte in an instruction', { range: source.range(at, at + 1) });
  }
  return problems;
}

/** More lines than any description has; keeps a file of comments linear. */
const MAX_PARAGRAPH = 200;

/** ONBUILD ONBUILD … is an error at the second already. */
const MAX_TRIGGERS = 8;

/** bufio.MaxScanTokenSize, BuildKit's limit for one line. */
const MAX_LINE = 65_536;

function readInstruction(
  source: Source,
  at: number,
  escapeToken: string,
  comments: readonly string[],
  { index, problems }: { index: number; problems: Problem[] },
): { instruction: Instruction; next: number } {
  const line = readLogicalLine(source, at, escapeToken);
  const { joined } = line;
  const parts = splitInstruction(source, joined, 0, joined.text.length, escapeToken);
  const command = parts.keyword === 'ONBUILD' ? parts.trigger : parts;
  const openings =
    command && !command.json && /^(?:ADD|COPY|RUN)$/.test(command.keyword)
      ? findHeredocs(joined.text)
      : [];
  const bodies = readHeredocs(source, joined, openings, line.next);
  const { next } = bodies;
  const start = joined.sourceStart(trimSpan(joined.text, 0, joined.text.length)[0]);
  const endLine = openings.length > 0 ? source.lineOf(bodies.lastLineEnd) : line.endLine;
  const end =
    openings.length > 0
      ? bodies.lastLineEnd
      : Math.max(start, lineEnd(source.text, source.lineStarts[endLine - 1] ?? start));
  const instruction = createInstruction(source, parts, {
    joined,
    start,
    end,
    startLine: line.startLine,
    endLine,
    comments,
    innerComments: line.comments,
    emptyLines: line.emptyLines,
    heredocs: bodies.heredocs,
    index,
    escapeToken,
  });
  const report = (
    kind: Problem['kind'],
    phase: Problem['phase'],
    message: string,
    range = instruction.keywordToken.range,
  ) => problems.push({ kind, phase, message, range });
  for (const { kind, phase, message, at } of parts.problems)
    report(kind, phase, message, at && parts.maker.range(at.start, at.end));
  if (bodies.missing !== undefined)
    report('heredoc', 'syntax', 'unterminated heredoc', bodies.heredocs.at(-1)?.range);
  for (let n = line.startLine; n <= endLine; n++) {
    const from = source.lineStarts[n - 1] ?? 0;
    if ((source.lineStarts[n] ?? source.text.length + 1) - from > MAX_LINE) {
      report(
        'line-too-long',
        'syntax',
        `dockerfile line greater than max allowed size of ${MAX_LINE - 1}`,
      );
      break;
    }
  }
  return { instruction, next };
}

/** Keyword, flags and arguments of `[from, to)` of the joined line; for ONBUILD those of the trigger too. */
function splitInstruction(
  source: Source,
  joined: MappedText,
  from: number,
  to: number,
  escapeToken: string,
  depth = 0,
): InstructionParts {
  const { text } = joined;
  const [start, end] = trimSpan(text, from, to);
  let keywordEnd = start;
  while (keywordEnd < end && !isBlank(text.charAt(keywordEnd))) keywordEnd++;
  let at = keywordEnd;
  while (at < end && isBlank(text.charAt(at))) at++;
  const { flags, rest } = parseFlags(text, at, end);
  const [restStart, restEnd] = trimSpan(text, rest, end);
  const keyword = text.slice(start, keywordEnd).toUpperCase();
  const maker = createTokenFactory(source, joined, escapeToken);
  const words = readArguments(keyword, joined, restStart, restEnd, maker, escapeToken);
  const trigger =
    keyword === 'ONBUILD' && depth < MAX_TRIGGERS && restStart < restEnd
      ? splitInstruction(source, joined, restStart, restEnd, escapeToken, depth + 1)
      : undefined;
  return {
    ...words,
    keyword,
    start,
    keywordEnd,
    flags,
    restStart,
    restEnd,
    end,
    trigger,
    maker,
    problems: [...words.problems, ...(trigger?.problems ?? [])],
  };
}
