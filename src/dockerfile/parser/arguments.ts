import type { Range } from '../../core/location.js';
import type { Span } from '../../lib/span.js';
import {
  type Pair,
  parseJsonStrings,
  type RawSpan,
  splitAtBlanks,
  splitOutsideQuotes,
  type Token,
  type TokenFactory,
} from '../text/tokens.js';
import type { DockerfileProblem } from './problem.js';

/** The arguments of an instruction. */
export interface Arguments {
  readonly args: readonly Token[];
  /** Of ENV, LABEL and ARG. */
  readonly pairs: readonly Pair[];
  /** JSON (exec) form. */
  readonly json: boolean;
  /** Offset where the command begins, after the type of a HEALTHCHECK. */
  readonly commandStart: number;
  readonly problems: readonly ProblemDraft[];
}

/** A problem at an offset of the joined text; without `at` it concerns the instruction as a whole. */
export type ProblemDraft = Omit<DockerfileProblem, 'range'> & { readonly at?: Span };

/**
 * Splits the text after the flags, as BuildKit does for this keyword.
 * Source: BuildKit frontend/dockerfile/parser/line_parsers.go.
 */
export function readArguments(keyword: string, tokens: TokenFactory, span: Span): Arguments {
  const none = { args: [], pairs: [], json: false, commandStart: span.start, problems: [] };
  switch (keyword) {
    case 'FROM':
    case 'EXPOSE':
      return { ...none, args: blankSeparated(tokens, span) };
    case 'ADD':
    case 'COPY':
    case 'VOLUME':
      return jsonOr(blankSeparated, tokens, span);
    case 'CMD':
    case 'ENTRYPOINT':
    case 'RUN':
    case 'SHELL':
      return jsonOr(undivided, tokens, span);
    case 'MAINTAINER':
    case 'STOPSIGNAL':
    case 'USER':
    case 'WORKDIR':
      return { ...none, args: undivided(tokens, span) };
    case 'HEALTHCHECK':
      return healthcheckArguments(tokens, span) ?? none;
    case 'ENV':
    case 'LABEL':
      return { ...none, ...readPairs(keyword, tokens, span) };
    case 'ARG': {
      const spans = splitOutsideQuotes(tokens.text, span.start, span.end, tokens.escapeToken);
      return {
        ...none,
        args: spans.map(({ start, end, raw }) => tokens.token(start, end, raw)),
        pairs: spans.map((pair) => createPair(pair, tokens)),
      };
    }
    case 'ONBUILD':
      return none;
    default:
      return { ...none, args: blankSeparated(tokens, span) };
  }
}

type Splitter = (tokens: TokenFactory, span: Span) => readonly Token[];

/** One token of the entire text; none when it is empty. */
function undivided(tokens: TokenFactory, { start, end }: Span): readonly Token[] {
  return start < end ? [tokens.token(start, end)] : [];
}

function blankSeparated(tokens: TokenFactory, { start, end }: Span): readonly Token[] {
  return splitAtBlanks(tokens.text, start, end).map((part) => tokens.token(part.start, part.end));
}

/** The strings of a JSON array; any other text is split by `split`. */
function jsonOr(split: Splitter, tokens: TokenFactory, span: Span): Arguments {
  const { start, end } = span;
  const strings = start < end ? parseJsonStrings(tokens.text, start, end) : 'not-json';
  const common = { pairs: [], commandStart: start };
  if (strings === 'not-json')
    return { ...common, args: split(tokens, span), json: false, problems: [] };
  if (strings === 'not-strings') {
    const message = 'a JSON array may contain strings only';
    const problems: ProblemDraft[] = [{ kind: 'json', phase: 'syntax', message, at: span }];
    return { ...common, args: split(tokens, span), json: false, problems };
  }
  const args = strings.map((string) => tokens.literal(string.start, string.end, string.value));
  return { ...common, args, json: true, problems: [] };
}

/** The type (`CMD` or `NONE`), then the command; undefined when there is neither. */
function healthcheckArguments(tokens: TokenFactory, { start, end }: Span): Arguments | undefined {
  const { text } = tokens;
  let typeEnd = start;
  while (typeEnd < end && !/\s/.test(text.charAt(typeEnd))) typeEnd++;
  if (typeEnd === start) return undefined;
  let commandStart = typeEnd;
  while (commandStart < end && /\s/.test(text.charAt(commandStart))) commandStart++;
  const command = jsonOr(undivided, tokens, { start: commandStart, end });
  return { ...command, args: [tokens.token(start, typeEnd), ...command.args] };
}

function readPairs(
  keyword: string,
  tokens: TokenFactory,
  span: Span,
): Pick<Arguments, 'args' | 'pairs' | 'problems'> {
  const spans = splitOutsideQuotes(tokens.text, span.start, span.end, tokens.escapeToken);
  const [first] = spans;
  if (!first) return { args: [], pairs: [], problems: [] };
  if (!first.raw.includes('=')) return readLegacyPair(keyword, tokens, span);
  const args: Token[] = [];
  const pairs: Pair[] = [];
  const problems: ProblemDraft[] = [];
  for (const part of spans) {
    if (!part.raw.includes('=')) {
      const quoted = JSON.stringify(part.raw.slice(0, 200));
      const message = `${quoted} has no "=": ${keyword} requires name=value`;
      problems.push({ kind: 'key-value', phase: 'syntax', message, at: part });
      continue;
    }
    const pair = createPair(part, tokens);
    pairs.push(pair);
    args.push(pair.key);
    if (pair.value) args.push(pair.value);
  }
  return { args, pairs, problems };
}

/** `KEY value` without `=`: the value is the rest of the instruction. */
function readLegacyPair(
  keyword: string,
  tokens: TokenFactory,
  { start, end }: Span,
): Pick<Arguments, 'args' | 'pairs' | 'problems'> {
  const { text } = tokens;
  const keyEnd = splitAtBlanks(text, start, end)[0]?.end ?? end;
  const key = tokens.token(start, keyEnd);
  if (keyEnd === end) {
    const message = `${keyword} requires a name and a value`;
    const at = { start, end: keyEnd };
    return {
      args: [key],
      pairs: [],
      problems: [{ kind: 'key-value', phase: 'syntax', message, at }],
    };
  }
  let valueStart = keyEnd;
  while (valueStart < end && /[\t\v\f\r ]/.test(text.charAt(valueStart))) valueStart++;
  const value = tokens.token(valueStart, end);
  const pair = new LazyPair({ tokens, start, end, key, value, legacy: true });
  return { args: [key, value], pairs: [pair], problems: [] };
}

function createPair({ start, end, raw }: RawSpan, tokens: TokenFactory): Pair {
  const equals = raw.indexOf('=');
  if (equals < 0) {
    const key = tokens.token(start, end, raw);
    return new LazyPair({ tokens, start, end, key, value: undefined, legacy: false });
  }
  const split = start + equals;
  const key = tokens.token(start, split);
  const value = tokens.token(split + 1, end, raw.slice(equals + 1));
  return new LazyPair({ tokens, start, end, key, value, legacy: false });
}

interface PairParts extends Span {
  readonly tokens: TokenFactory;
  readonly key: Token;
  readonly value: Token | undefined;
  readonly legacy: boolean;
}

/** Computes positions when they are read. */
class LazyPair implements Pair {
  readonly key: Token;
  readonly value: Token | undefined;
  readonly legacy: boolean;

  constructor(private readonly parts: PairParts) {
    this.key = parts.key;
    this.value = parts.value;
    this.legacy = parts.legacy;
  }

  get range(): Range {
    return this.parts.tokens.range(this.parts.start, this.parts.end);
  }

  get start(): number {
    return this.key.start;
  }

  get end(): number {
    return this.value?.end ?? this.key.end;
  }
}
