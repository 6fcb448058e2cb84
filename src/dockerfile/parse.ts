import { isBlank, trimmed } from './characters.js';
import { readDirectives } from './directives.js';
import { heredocOpenings, readHeredocs } from './heredocs.js';
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
import type { ArgInstruction, Dockerfile, Instruction, Problem } from './model.js';
import { createSource, type Source } from './source.js';
import { createStages } from './stages.js';
import { createWordMaker, leadingFlags } from './words.js';

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
  const stages = createStages(source);
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
    if (instruction.stage === undefined && instruction.keyword !== 'ARG') {
      problems.push({
        kind: 'no-stage',
        phase: 'instruction',
        message: 'no build stage in current context',
        range: instruction.range,
      });
    }
    instructions.push(instruction);
    comments.push(...instruction.innerComments);
    paragraph = [];
    at = next;
  }
  if (instructions.length === 0) {
    const message = 'file with no instructions';
    problems.push({ kind: 'empty-file', phase: 'syntax', message, range: source.range(0, 0) });
  }
  return {
    path,
    source,
    text,
    escapeToken,
    directives,
    comments,
    instructions,
    stages: stages.finish(),
    globalArgs: instructions.filter(
      (i): i is ArgInstruction => i.keyword === 'ARG' && i.stage === undefined,
    ),
    problems,
  };
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
      ? heredocOpenings(joined.text)
      : [];
  const bodies = readHeredocs(source, joined, openings, line.next);
  const { next } = bodies;
  const start = joined.sourceStart(trimmed(joined.text, 0, joined.text.length)[0]);
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
  const report = (kind: Problem['kind'], phase: Problem['phase'], message: string) =>
    problems.push({ kind, phase, message, range: instruction.range });
  for (const { kind, phase, message } of parts.problems) report(kind, phase, message);
  if (bodies.missing !== undefined) report('heredoc', 'syntax', 'unterminated heredoc');
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
  const [start, end] = trimmed(text, from, to);
  let keywordEnd = start;
  while (keywordEnd < end && !isBlank(text.charAt(keywordEnd))) keywordEnd++;
  let at = keywordEnd;
  while (at < end && isBlank(text.charAt(at))) at++;
  const { flags, rest } = leadingFlags(text, at, end);
  const [restStart, restEnd] = trimmed(text, rest, end);
  const keyword = text.slice(start, keywordEnd).toUpperCase();
  const maker = createWordMaker(source, joined, escapeToken);
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
