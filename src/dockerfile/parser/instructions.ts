import type { Span } from '../../lib/span.js';
import type { ShellScript } from '../shell/model.js';
import { lazyScript, parseExecForm, parseShellForm } from '../shell/parse.js';
import { isBlank, trimSpan } from '../text/characters.js';
import { type Heredoc, parseHeredocToken } from '../text/heredocs.js';
import type { LogicalLine } from '../text/logical-lines.js';
import type { TokenFactory } from '../text/tokens.js';
import { type Arguments, readArguments } from './arguments.js';
import { createFlag, type FlagSpan, mountsOf, splitFlags } from './flags.js';
import type { Flag, Instruction, OnbuildInstruction } from './model.js';

/** The parts of an instruction, as offsets of its joined text. */
export interface InstructionParts extends Arguments {
  /** Upper case. */
  readonly keyword: string;
  readonly start: number;
  readonly keywordEnd: number;
  readonly flags: readonly FlagSpan[];
  /** The text after the flags. */
  readonly restStart: number;
  readonly restEnd: number;
  readonly end: number;
  /** The instruction that ONBUILD registers. */
  readonly trigger: InstructionParts | undefined;
}

/** BuildKit rejects ONBUILD ONBUILD; deeper nesting is not read. */
const MAX_TRIGGERS = 8;

/** Splits a part of the joined text into keyword, flags and arguments; for ONBUILD also those of the trigger. */
export function splitInstruction(tokens: TokenFactory, span: Span, depth = 0): InstructionParts {
  const { text } = tokens;
  const [start, end] = trimSpan(text, span.start, span.end);
  let keywordEnd = start;
  while (keywordEnd < end && !isBlank(text.charAt(keywordEnd))) keywordEnd++;
  let flagsStart = keywordEnd;
  while (flagsStart < end && isBlank(text.charAt(flagsStart))) flagsStart++;
  const { flags, rest } = splitFlags(text, flagsStart, end);
  const [restStart, restEnd] = trimSpan(text, rest, end);
  const keyword = text.slice(start, keywordEnd).toUpperCase();
  const restSpan = { start: restStart, end: restEnd };
  const found = readArguments(keyword, tokens, restSpan);
  const trigger =
    keyword === 'ONBUILD' && depth < MAX_TRIGGERS && restStart < restEnd
      ? splitInstruction(tokens, restSpan, depth + 1)
      : undefined;
  return {
    ...found,
    keyword,
    start,
    keywordEnd,
    flags,
    restStart,
    restEnd,
    end,
    trigger,
    problems: trigger ? [...found.problems, ...trigger.problems] : found.problems,
  };
}

/** The surroundings of an instruction in its file. */
export interface InstructionContext extends Pick<LogicalLine, 'startLine' | 'endLine'> {
  readonly tokens: TokenFactory;
  /** Source offsets. */
  readonly start: number;
  readonly end: number;
  readonly comments: readonly string[];
  readonly innerComments: LogicalLine['comments'];
  readonly emptyLines: LogicalLine['emptyLines'];
  readonly heredocs: readonly Heredoc[];
  readonly index: number;
  /** The ONBUILD that registers this instruction. */
  readonly onbuild?: OnbuildInstruction;
}

/** Creates the typed instruction of these parts. */
export function createInstruction(
  parts: InstructionParts,
  context: InstructionContext,
): Instruction {
  const base = createBase(parts, context);
  const { keyword, args, pairs } = parts;
  switch (keyword) {
    case 'FROM':
      return { ...base, keyword, ...fromArguments(parts, context.tokens, base.flags) };
    case 'RUN':
      return withCommand({ ...base, keyword, mounts: mountsOf(base.flags) }, parts, context);
    case 'CMD':
    case 'ENTRYPOINT':
      return withCommand({ ...base, keyword }, parts, context);
    case 'HEALTHCHECK': {
      const [typeToken] = args;
      const type = typeToken?.raw.toUpperCase() ?? '';
      return withCommand({ ...base, keyword, typeToken, type }, parts, context);
    }
    case 'ADD':
      return { ...base, ...copyArguments(parts), keyword };
    case 'COPY':
      return { ...base, ...copyArguments(parts), keyword, from: findFlag(base.flags, 'from') };
    case 'ENV':
    case 'LABEL':
    case 'ARG':
      return { ...base, keyword, pairs };
    case 'ONBUILD':
      return createOnbuild(base, parts.trigger, context);
    case 'EXPOSE':
    case 'MAINTAINER':
    case 'SHELL':
    case 'STOPSIGNAL':
    case 'USER':
    case 'VOLUME':
    case 'WORKDIR':
      return { ...base, keyword };
    default:
      return { ...base, keyword: 'UNKNOWN', name: keyword };
  }
}

/** The fields that all instructions have. */
function createBase(parts: InstructionParts, context: InstructionContext) {
  const { tokens, start, end } = context;
  return {
    keywordToken: tokens.token(parts.start, parts.keywordEnd),
    range: tokens.source.range(start, end),
    start,
    end,
    startLine: context.startLine,
    endLine: context.endLine,
    flags: parts.flags.map((span) => createFlag(span, tokens)),
    args: parts.args,
    json: parts.json,
    text: tokens.text.slice(parts.restStart, parts.restEnd),
    original: tokens.text.slice(parts.start, parts.end),
    heredocs: parts.keyword === 'ONBUILD' ? [] : context.heredocs,
    comments: context.comments,
    innerComments: context.innerComments,
    emptyLines: context.emptyLines,
    stage: undefined,
    index: context.index,
    onbuild: context.onbuild,
  };
}

function findFlag(flags: readonly Flag[], name: string): Flag | undefined {
  return flags.find((flag) => flag.name === name);
}

function fromArguments(
  { args, keywordEnd }: InstructionParts,
  tokens: TokenFactory,
  flags: readonly Flag[],
) {
  const [image = tokens.token(keywordEnd, keywordEnd), as, alias] = args;
  return { image, as, alias, platform: findFlag(flags, 'platform') };
}

function copyArguments({ args, json }: InstructionParts) {
  return {
    sources: args.slice(0, -1).filter((token) => json || !parseHeredocToken(token.raw)),
    destination: args.length > 1 ? args.at(-1) : undefined,
  };
}

function createOnbuild(
  base: ReturnType<typeof createBase>,
  trigger: InstructionParts | undefined,
  context: InstructionContext,
): OnbuildInstruction {
  const onbuild: { -readonly [K in keyof OnbuildInstruction]: OnbuildInstruction[K] } = {
    ...base,
    keyword: 'ONBUILD',
    trigger: undefined,
  };
  if (trigger) {
    const start = context.tokens.joined.sourceStart(trigger.start);
    onbuild.trigger = createInstruction(trigger, { ...context, start, onbuild });
  }
  return onbuild;
}

type CommandFields = Pick<
  Extract<Instruction, { readonly script: ShellScript }>,
  'script' | 'exec'
>;

/** Adds the command of RUN, CMD, ENTRYPOINT or HEALTHCHECK. The script is parsed when it is first read. */
function withCommand<I extends object>(
  instruction: I,
  parts: InstructionParts,
  { tokens, heredocs }: InstructionContext,
): I & CommandFields {
  const { keyword, args, json, commandStart, restEnd } = parts;
  const command: CommandFields = {
    exec: json ? (keyword === 'HEALTHCHECK' ? args.slice(1) : args) : undefined,
    get script(): ShellScript {
      const script = lazyScript(() =>
        json
          ? parseExecForm(tokens.source, this.exec ?? [])
          : parseShellForm(tokens, { start: commandStart, end: restEnd }, heredocs),
      );
      Object.defineProperty(this, 'script', { value: script });
      return script;
    },
  };
  // Descriptors are copied, because a spread would run the getter.
  return Object.defineProperties(instruction, Object.getOwnPropertyDescriptors(command)) as I &
    CommandFields;
}
