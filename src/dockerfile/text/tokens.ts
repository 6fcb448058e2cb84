import type { Range } from '../../core/location.js';
import type { Span } from '../../lib/span.js';
import { isBlank, isSpace } from './characters.js';
import { expand, findVariables, type Lookup, type VariableUse } from './expansion.js';
import type { MappedText } from './mapped-text.js';
import type { Source } from './source.js';

/** A part of an instruction, such as a keyword, a flag value or an argument, with its position in the file. */
export interface Token {
  /** As written, with continuation lines joined, quotes and escapes kept: the value in BuildKit's parse tree. */
  readonly raw: string;
  /** Without quotes and escapes; variables stay as written. */
  readonly value: string;
  readonly range: Range;
  /** Source offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Uses of variables; offsets in `raw`. */
  readonly variables: readonly VariableUse[];
  /** Without quotes and escapes, with variables replaced by their values; unknown variables stay as written. */
  expand(lookup: Lookup): string;
}

/** `KEY=value` or the legacy `KEY value` of ENV and LABEL, or `NAME[=default]` of ARG. */
export interface Pair {
  readonly key: Token;
  /** Undefined for an ARG without a default. */
  readonly value: Token | undefined;
  /** From the key to the end of the value. */
  readonly range: Range;
  readonly start: number;
  readonly end: number;
  /** `KEY value` without `=`. */
  readonly legacy: boolean;
}

/** The joined text of one instruction. Makes tokens from offsets of the text. */
export class TokenFactory {
  constructor(
    readonly source: Source,
    readonly joined: MappedText,
    readonly escapeToken: string,
  ) {}

  get text(): string {
    return this.joined.text;
  }

  range(start: number, end: number): Range {
    return this.source.range(this.joined.sourceStart(start), this.joined.sourceEnd(end));
  }

  token(start: number, end: number, raw = this.joined.text.slice(start, end)): Token {
    return new LazyToken(this, start, end, raw);
  }

  /** A token with a given value: a string of a JSON array, in which variables are not expanded. */
  literal(start: number, end: number, value: string): Token {
    const sourceStart = this.joined.sourceStart(start);
    const sourceEnd = this.joined.sourceEnd(end);
    return {
      raw: value,
      value,
      range: this.source.range(sourceStart, sourceEnd),
      start: sourceStart,
      end: sourceEnd,
      variables: [],
      expand: () => value,
    };
  }
}

/** Computes positions and values when they are read, because most tokens are never read. */
class LazyToken implements Token {
  constructor(
    private readonly factory: TokenFactory,
    private readonly from: number,
    private readonly to: number,
    readonly raw: string,
  ) {}

  get start(): number {
    return this.factory.joined.sourceStart(this.from);
  }

  get end(): number {
    return this.to > this.from ? this.factory.joined.sourceEnd(this.to) : this.start;
  }

  get range(): Range {
    return this.factory.source.range(this.start, this.end);
  }

  get value(): string {
    return this.expand(() => undefined);
  }

  expand(lookup: Lookup): string {
    const { raw } = this;
    if (!/['"`\\$]/.test(raw)) return raw;
    const { escapeToken, source } = this.factory;
    const { limits } = source;
    const options = { escapeToken, keepUnset: true, budget: limits.expansion };
    const { value, error, limit } = expand(raw, lookup, options);
    if (limit !== undefined) limits.add(limit, source.lineOf(this.start));
    return error === undefined ? value : raw;
  }

  get variables(): readonly VariableUse[] {
    return findVariables(this.raw, this.factory.escapeToken);
  }
}

/** Splits at white space only, as BuildKit does for FROM, COPY, ADD, EXPOSE and VOLUME: quotes do not group. */
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

/** A part of a text as written, quotes and escapes kept. */
export interface RawSpan extends Span {
  readonly raw: string;
}

/** Splits at white space outside quotes, as BuildKit does for ENV, LABEL and ARG. */
export function splitOutsideQuotes(
  text: string,
  start: number,
  end: number,
  escapeToken: string,
): RawSpan[] {
  const spans: RawSpan[] = [];
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
    if (raw !== '') spans.push({ start: from, end: at, raw });
  }
  return spans;
}

/** A string of a JSON array with its position, quotes included. */
export interface JsonString extends Span {
  readonly value: string;
}

/** The strings of a JSON array; `not-json` for any other text, `not-strings` for an array with other elements. */
export function parseJsonStrings(
  text: string,
  start: number,
  end: number,
): readonly JsonString[] | 'not-json' | 'not-strings' {
  if (text.charAt(start) !== '[') return 'not-json';
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.slice(start, end));
  } catch {
    return 'not-json';
  }
  if (!Array.isArray(parsed)) return 'not-json';
  const strings: JsonString[] = [];
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
