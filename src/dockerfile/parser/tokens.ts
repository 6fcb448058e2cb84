import type { Range } from '../../core/location.js';
import { isBlank, isSpace } from './characters.js';
import { expand, findVariables, type Lookup, type VariableUse } from './expansion.js';
import type { MappedText } from './mapped-text.js';
import type { Source } from './source.js';

/** A word of an instruction, with its exact place. */
export interface Token {
  /** As written, continuation lines joined: quotes and escapes kept. What BuildKit's parser hands on. */
  readonly raw: string;
  /** Without quotes and escapes; variables are left as written. */
  readonly value: string;
  readonly range: Range;
  /** Source offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Uses of variables; offsets in `raw`. */
  readonly variables: readonly VariableUse[];
  /** Without quotes and escapes, variables replaced by what `lookup` knows; others are left as written. */
  expand(lookup: Lookup): string;
}

/** `KEY=value` or the legacy `KEY value` of ENV and LABEL, or `NAME[=default]` of ARG. */
export interface Pair {
  readonly key: Token;
  /** Absent for an ARG without default. */
  readonly value: Token | undefined;
  /** Key to value. */
  readonly range: Range;
  readonly start: number;
  readonly end: number;
  /** `KEY value` without `=`. */
  readonly legacy: boolean;
}

/** Makes the words of one instruction from offsets of its joined text. */
export interface TokenFactory {
  word(start: number, end: number, raw?: string): Token;
  /** A word whose value is given: an element of a JSON array, which knows no variables. */
  literal(start: number, end: number, value: string): Token;
  range(start: number, end: number): Range;
}

export function createTokenFactory(
  source: Source,
  joined: MappedText,
  escapeToken: string,
): TokenFactory {
  const range = (start: number, end: number) =>
    source.range(joined.sourceStart(start), joined.sourceEnd(end));
  return {
    range,
    word: (start, end, raw = joined.text.slice(start, end)) =>
      new LazyToken(source, joined, escapeToken, start, end, raw),
    literal: (start, end, value) => {
      const [from, to] = [joined.sourceStart(start), joined.sourceEnd(end)];
      return {
        raw: value,
        value,
        range: source.range(from, to),
        start: from,
        end: to,
        variables: [],
        expand: () => value,
      };
    },
  };
}

/** Most words are never looked at: their positions and values are worked out on demand. */
class LazyToken implements Token {
  constructor(
    private readonly source: Source,
    private readonly joined: MappedText,
    private readonly escapeToken: string,
    private readonly from: number,
    private readonly to: number,
    readonly raw: string,
  ) {}

  get start(): number {
    return this.joined.sourceStart(this.from);
  }

  get end(): number {
    return this.to > this.from ? this.joined.sourceEnd(this.to) : this.start;
  }

  get range(): Range {
    return this.source.range(this.start, this.end);
  }

  get value(): string {
    return this.expand(() => undefined);
  }

  expand(lookup: Lookup): string {
    const { raw, escapeToken } = this;
    if (!/['"`\\$]/.test(raw)) return raw;
    const { value, error } = expand(raw, lookup, { escapeToken, keepUnset: true });
    return error === undefined ? value : raw;
  }

  get variables(): readonly VariableUse[] {
    return findVariables(this.raw, this.escapeToken);
  }
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Splits at blanks only, as FROM, COPY, ADD, EXPOSE and VOLUME are read: quotes do not hold words together. */
export function splitAtBlanks(text: string, start: number, end: number): Span[] {
  const spans: Span[] = [];
  let at = start;
  while (at < end) {
    let to = at;
    while (to < end && !isBlank(text.charAt(to))) to++;
    spans.push({ start: at, end: to });
    at = to;
    while (at < end && isBlank(text.charAt(at))) at++;
  }
  return spans;
}

/** Splits at blanks outside quotes, as ENV, LABEL and ARG are read; quotes stay in the word. */
export function splitOutsideQuotes(
  text: string,
  start: number,
  end: number,
  escapeToken: string,
): (Span & { raw: string })[] {
  const words: (Span & { raw: string })[] = [];
  let at = start;
  while (at < end) {
    while (at < end && isSpace(text.charAt(at))) at++;
    if (at >= end) break;
    const from = at;
    let quote = '';
    while (at < end) {
      const char = text.charAt(at);
      if (quote === '' && isSpace(char)) break;
      if (char === escapeToken && quote !== "'") {
        at += 2;
        continue;
      }
      if (quote === '' && (char === '"' || char === "'")) quote = char;
      else if (char === quote) quote = '';
      at++;
    }
    // BuildKit drops an escape character at the very end.
    const dropped = at > end;
    at = Math.min(at, end);
    const raw = text.slice(from, dropped ? end - 1 : at);
    if (raw !== '') words.push({ start: from, end: at, raw });
  }
  return words;
}

/** The strings of a JSON array with their places, or why it is none. */
export function parseJsonStrings(
  text: string,
  start: number,
  end: number,
): readonly (Span & { value: string })[] | 'not-json' | 'not-strings' {
  if (text.charAt(start) !== '[') return 'not-json';
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.slice(start, end));
  } catch {
    return 'not-json';
  }
  if (!Array.isArray(parsed)) return 'not-json';
  const strings: (Span & { value: string })[] = [];
  let at = start;
  for (const value of parsed as unknown[]) {
    if (typeof value !== 'string') return 'not-strings';
    const open = text.indexOf('"', at);
    let close = open + 1;
    while (text.charAt(close) !== '"') close += text.charAt(close) === '\\' ? 2 : 1;
    at = close + 1;
    strings.push({ start: open, end: at, value });
  }
  return strings;
}

export interface FlagSpan extends Span {
  /** `--name=value` without quotes and escapes. */
  readonly text: string;
}

/** The leading `--name=value` words and where the rest begins. Source: BuildKit parser/split_command.go. */
export function parseFlags(
  text: string,
  start: number,
  end: number,
): { flags: FlagSpan[]; rest: number } {
  const flags: FlagSpan[] = [];
  let at = start;
  for (;;) {
    while (at < end && isSpace(text.charAt(at))) at++;
    if (!(text.charAt(at) === '-' && at + 1 < end && text.charAt(at + 1) === '-')) {
      return { flags, rest: at };
    }
    const from = at;
    let quote = '';
    let word = '';
    while (at < end) {
      const char = text.charAt(at);
      if (quote === '' && isSpace(char)) break;
      if (char === '\\') {
        if (at + 1 < end) word += text.charAt(at + 1);
        at += 2;
        continue;
      }
      if (quote === '' && (char === '"' || char === "'")) quote = char;
      else if (char === quote) quote = '';
      else word += char;
      at++;
    }
    at = Math.min(at, end);
    if (word === '--') return { flags, rest: at };
    flags.push({ start: from, end: at, text: word });
  }
}
