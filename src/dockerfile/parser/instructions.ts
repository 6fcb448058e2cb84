import type { ShellScript } from '../shell/model.js';
import { execScript, lazyScript, shellScript } from '../shell/parse.js';
import { type Heredoc, parseHeredocToken } from './heredocs.js';
import type { Comment } from './logical-lines.js';
import type { MappedText } from './mapped-text.js';
import type { Flag, Instruction, Mount, OnbuildInstruction } from './model.js';
import type { Problem } from './problem.js';
import type { Source } from './source.js';
import {
  type FlagSpan,
  type Pair,
  parseJsonStrings,
  type Span,
  splitAtBlanks,
  splitOutsideQuotes,
  type Token,
  type TokenFactory,
} from './tokens.js';

/** A problem in offsets of the joined text; without them it is the whole instruction's. */
type ProblemDraft = Omit<Problem, 'range'> & { readonly at?: Span };

/** An instruction's parts as offsets of its joined text. */
export interface InstructionParts extends Arguments {
  /** Upper case. */
  readonly keyword: string;
  readonly start: number;
  readonly keywordEnd: number;
  readonly flags: readonly FlagSpan[];
  readonly restStart: number;
  readonly restEnd: number;
  readonly end: number;
  readonly trigger: InstructionParts | undefined;
  readonly maker: TokenFactory;
}

interface Arguments {
  readonly args: readonly Token[];
  readonly pairs: readonly Pair[];
  readonly json: boolean;
  /** Where the command text begins in a HEALTHCHECK. */
  readonly commandStart: number;
  readonly problems: readonly ProblemDraft[];
}

/** Splits the text behind the flags as BuildKit does for this keyword. Source: BuildKit parser/line_parsers.go. */
export function readArguments(
  keyword: string,
  joined: MappedText,
  start: number,
  end: number,
  maker: TokenFactory,
  escapeToken: string,
): Arguments {
  const { text } = joined;
  const none = { pairs: [], json: false, commandStart: start, problems: [] };
  const whole = (from: number) => (from < end ? [maker.word(from, end)] : []);
  const list = () => splitAtBlanks(text, start, end).map((s) => maker.word(s.start, s.end));
  const maybeJson = (
    from: number,
    otherwise: () => readonly Token[],
    before: readonly Token[] = [],
  ) => {
    const strings = from < end ? parseJsonStrings(text, from, end) : 'not-json';
    if (strings === 'not-strings') {
      const message = 'when using JSON array syntax, arrays must be comprised of strings only';
      const at = { start: from, end };
      const problems: ProblemDraft[] = [{ kind: 'json', phase: 'syntax', message, at }];
      return { ...none, args: [...before, ...otherwise()], commandStart: from, problems };
    }
    if (strings === 'not-json') {
      return { ...none, args: [...before, ...otherwise()], commandStart: from };
    }
    const words = strings.map((s) => maker.literal(s.start, s.end, s.value));
    return { ...none, args: [...before, ...words], json: true, commandStart: from };
  };
  switch (keyword) {
    case 'FROM':
    case 'EXPOSE':
      return { ...none, args: list() };
    case 'ADD':
    case 'COPY':
    case 'VOLUME':
      return maybeJson(start, list);
    case 'CMD':
    case 'ENTRYPOINT':
    case 'RUN':
    case 'SHELL':
      return maybeJson(start, () => whole(start));
    case 'MAINTAINER':
    case 'STOPSIGNAL':
    case 'USER':
    case 'WORKDIR':
      return { ...none, args: whole(start) };
    case 'HEALTHCHECK': {
      let typeEnd = start;
      while (typeEnd < end && !/\s/.test(text.charAt(typeEnd))) typeEnd++;
      if (typeEnd === start) return { ...none, args: [] };
      let command = typeEnd;
      while (command < end && /\s/.test(text.charAt(command))) command++;
      return maybeJson(command, () => whole(command), [maker.word(start, typeEnd)]);
    }
    case 'ENV':
    case 'LABEL':
      return { ...none, ...readPairs(keyword, text, start, end, maker, escapeToken) };
    case 'ARG': {
      const words = splitOutsideQuotes(text, start, end, escapeToken);
      return {
        ...none,
        args: words.map((w) => maker.word(w.start, w.end, w.raw)),
        pairs: words.map((w) => pairOf(w, maker)),
      };
    }
    default:
      return { ...none, args: keyword === 'ONBUILD' ? [] : list() };
  }
}

function readPairs(
  keyword: string,
  text: string,
  start: number,
  end: number,
  maker: TokenFactory,
  escapeToken: string,
): { args: readonly Token[]; pairs: readonly Pair[]; problems: readonly ProblemDraft[] } {
  const words = splitOutsideQuotes(text, start, end, escapeToken);
  const [first] = words;
  if (!first) return { args: [], pairs: [], problems: [] };
  const problem = (message: string, at: Span): ProblemDraft => ({
    kind: 'key-value',
    phase: 'syntax',
    message,
    at,
  });
  if (!first.raw.includes('=')) {
    const keyEnd = splitAtBlanks(text, start, end)[0]?.end ?? end;
    let value = keyEnd;
    while (value < end && /[\t\v\f\r ]/.test(text.charAt(value))) value++;
    const key = maker.word(start, keyEnd);
    if (keyEnd === end) {
      return {
        args: [key],
        pairs: [],
        problems: [problem(`${keyword} must have two arguments`, { start, end: keyEnd })],
      };
    }
    const valueToken = maker.word(value, end);
    return {
      args: [key, valueToken],
      pairs: [new LazyPair(maker, start, end, key, valueToken, true)],
      problems: [],
    };
  }
  const args: Token[] = [];
  const pairs: Pair[] = [];
  const problems: ProblemDraft[] = [];
  for (const word of words) {
    if (!word.raw.includes('=')) {
      const quoted = JSON.stringify(word.raw.slice(0, 200));
      problems.push(
        problem(`Syntax error - can't find = in ${quoted}. Must be of the form: name=value`, word),
      );
      continue;
    }
    const pair = pairOf(word, maker);
    pairs.push(pair);
    args.push(pair.key);
    if (pair.value) args.push(pair.value);
  }
  return { args, pairs, problems };
}

function pairOf(word: { start: number; end: number; raw: string }, maker: TokenFactory): Pair {
  const equals = word.raw.indexOf('=');
  if (equals < 0) {
    return new LazyPair(
      maker,
      word.start,
      word.end,
      maker.word(word.start, word.end, word.raw),
      undefined,
      false,
    );
  }
  const split = word.start + equals;
  return new LazyPair(
    maker,
    word.start,
    word.end,
    maker.word(word.start, split),
    maker.word(split + 1, word.end, word.raw.slice(equals + 1)),
    false,
  );
}

class LazyPair implements Pair {
  constructor(
    private readonly maker: TokenFactory,
    private readonly from: number,
    private readonly to: number,
    readonly key: Token,
    readonly value: Token | undefined,
    readonly legacy: boolean,
  ) {}

  get range() {
    return this.maker.range(this.from, this.to);
  }

  get start(): number {
    return this.key.start;
  }

  get end(): number {
    return this.value?.end ?? this.key.end;
  }
}

export interface InstructionContext {
  readonly joined: MappedText;
  readonly start: number;
  readonly end: number;
  readonly startLine: number;
  readonly endLine: number;
  readonly comments: readonly string[];
  readonly innerComments: readonly Comment[];
  readonly emptyLines: readonly number[];
  readonly heredocs: readonly Heredoc[];
  readonly index: number;
  readonly escapeToken: string;
  readonly onbuild?: OnbuildInstruction;
}

/** The typed instruction of these parts. */
export function createInstruction(
  source: Source,
  parts: InstructionParts,
  context: InstructionContext,
): Instruction {
  const { maker, args, json } = parts;
  const { joined, start, end } = context;
  const isOnbuild = parts.keyword === 'ONBUILD';
  const base = {
    keywordToken: maker.word(parts.start, parts.keywordEnd),
    range: source.range(start, end),
    start,
    end,
    startLine: context.startLine,
    endLine: context.endLine,
    flags: parts.flags.map((span) => readFlag(span, joined.text, maker)),
    args,
    json,
    text: joined.text.slice(parts.restStart, parts.restEnd),
    original: joined.text.slice(parts.start, parts.end),
    heredocs: isOnbuild ? [] : context.heredocs,
    comments: context.comments,
    innerComments: context.innerComments,
    emptyLines: context.emptyLines,
    stage: undefined,
    index: context.index,
    onbuild: context.onbuild,
  };
  const command = () => ({
    exec: json ? (parts.keyword === 'HEALTHCHECK' ? args.slice(1) : args) : undefined,
    get script(): ShellScript {
      const script = lazyScript(() =>
        json
          ? execScript(source, this.exec ?? [])
          : shellScript(source, joined, parts.commandStart, parts.restEnd, context.heredocs),
      );
      Object.defineProperty(this, 'script', { value: script });
      return script;
    },
  });
  const { keyword } = parts;
  switch (keyword) {
    case 'FROM': {
      const [image, as, alias] = args;
      const platform = base.flags.find((f) => f.name === 'platform');
      const missing = maker.word(parts.keywordEnd, parts.keywordEnd);
      return { ...base, keyword, image: image ?? missing, as, alias, platform };
    }
    case 'RUN':
      return withScript({ ...base, keyword, mounts: base.flags.flatMap(readMount) }, command());
    case 'CMD':
    case 'ENTRYPOINT':
      return withScript({ ...base, keyword }, command());
    case 'HEALTHCHECK':
      return withScript(
        { ...base, keyword, typeToken: args[0], type: args[0]?.raw.toUpperCase() ?? '' },
        command(),
      );
    case 'COPY':
    case 'ADD': {
      const transfer = {
        ...base,
        sources: args.slice(0, -1).filter((word) => json || !parseHeredocToken(word.raw)),
        destination: args.length > 1 ? args.at(-1) : undefined,
      };
      return keyword === 'ADD'
        ? { ...transfer, keyword }
        : { ...transfer, keyword, from: base.flags.find((f) => f.name === 'from') };
    }
    case 'ENV':
    case 'LABEL':
    case 'ARG':
      return { ...base, keyword, pairs: parts.pairs };
    case 'ONBUILD': {
      const onbuild: { -readonly [K in keyof OnbuildInstruction]: OnbuildInstruction[K] } = {
        ...base,
        keyword,
        trigger: undefined,
      };
      if (parts.trigger) {
        const trigger = { ...context, start: joined.sourceStart(parts.trigger.start), onbuild };
        onbuild.trigger = createInstruction(source, parts.trigger, trigger);
      }
      return onbuild;
    }
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

type Command = Extract<Instruction, { readonly script: ShellScript }>;

/** Adds the lazily parsed script without running its getter. */
function withScript<I extends object>(
  instruction: I,
  command: Pick<Command, 'script' | 'exec'>,
): I & Pick<Command, 'script' | 'exec'> {
  return Object.defineProperties(instruction, Object.getOwnPropertyDescriptors(command)) as I &
    Pick<Command, 'script' | 'exec'>;
}

function readFlag(span: FlagSpan, text: string, maker: TokenFactory): Flag {
  const equals = span.text.indexOf('=');
  const word = maker.word(span.start, span.end);
  const sourceEquals = text.slice(span.start, span.end).indexOf('=');
  return {
    name: span.text.slice(2, equals < 0 ? undefined : equals),
    value: equals < 0 ? undefined : span.text.slice(equals + 1),
    get range() {
      return word.range;
    },
    get start() {
      return word.start;
    },
    get end() {
      return word.end;
    },
    valueToken:
      equals < 0 || sourceEquals < 0
        ? undefined
        : maker.word(span.start + sourceEquals + 1, span.end),
  };
}

const MOUNT_ALIASES = new Map([
  ['src', 'source'],
  ['dst', 'target'],
  ['destination', 'target'],
]);

function readMount(flag: Flag): Mount[] {
  if (flag.name !== 'mount' || flag.value === undefined) return [];
  const options = new Map<string, string>();
  for (const field of csvFields(flag.value)) {
    const equals = field.indexOf('=');
    const key = (equals < 0 ? field : field.slice(0, equals)).trim().toLowerCase();
    if (key === '') continue;
    options.set(MOUNT_ALIASES.get(key) ?? key, equals < 0 ? 'true' : field.slice(equals + 1));
  }
  return [{ flag, type: options.get('type') ?? 'bind', options }];
}

/** Fields between commas; a field in double quotes may hold commas (encoding/csv). */
function csvFields(text: string): string[] {
  const fields: string[] = [];
  for (const [, quoted, plain] of text.matchAll(/"((?:[^"]|"")*)"(?:,|$)|([^,]*)(?:,|$)/g)) {
    fields.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
  }
  return fields;
}
