import { isSpace } from './characters.js';

/** What a variable name stands for where a word is read: its value, or that it is not set, or set to something unknown. */
export type Lookup = (name: string) => string | undefined;

export interface Expansion {
  readonly value: string;
  /** The value split at blanks outside quotes, each with its place in the text given. */
  readonly words: readonly ExpandedWord[];
  /** Every use of a variable, nested ones included. */
  readonly variables: readonly VariableUse[];
  /** Why BuildKit refuses the text; the other fields then cover what was read. */
  readonly error: string | undefined;
}

export interface ExpandedWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `$name`, `${name}` or `${name:-operand}` in a word; offsets in the text given. */
export interface VariableUse {
  readonly name: string;
  /** `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/` or `//`. */
  readonly modifier: string | undefined;
  readonly start: number;
  readonly end: number;
}

export interface ExpansionOptions {
  readonly escapeToken?: string;
  /** Leave quotes in the result. */
  readonly rawQuotes?: boolean;
  /** Leave escape characters in the result. */
  readonly rawEscapes?: boolean;
  /** Leave uses of unset variables as written instead of removing them. */
  readonly keepUnset?: boolean;
}

/** Deeper nesting of `${a:-${b:-…}}` than any author writes; keeps hostile input off the call stack. */
const MAX_DEPTH = 64;

/**
 * Expands variables and removes quotes and escapes as BuildKit does for the arguments of ADD, COPY, ENV, FROM …
 * Never throws. Source: BuildKit frontend/dockerfile/shell.
 */
export function expand(text: string, lookup: Lookup, options: ExpansionOptions = {}): Expansion {
  const reader = new Reader(text, lookup, options);
  let value = '';
  let error: string | undefined;
  try {
    value = reader.until(undefined, options.rawEscapes ?? false, 0, true);
  } catch (caught) {
    if (!(caught instanceof BadSubstitution)) throw caught;
    error = caught.message;
  }
  return { value, words: error ? [] : reader.words, variables: reader.variables, error };
}

/** The variables a text uses, in order, whether set or not. */
export function findVariables(text: string, escapeToken = '\\'): readonly VariableUse[] {
  if (!text.includes('$')) return [];
  return expand(text, () => undefined, { escapeToken, keepUnset: true }).variables;
}

/** Positional parameters, special parameters, names. */
const NAME = /[0-9]+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*/uy;

/** Longer values are left untrimmed: no path or version is that long, and trimming is quadratic. */
const MAX_PATTERN_VALUE = 4096;

class BadSubstitution extends Error {}

class Reader {
  readonly words: ExpandedWord[] = [];
  readonly variables: VariableUse[] = [];
  private at = 0;
  private readonly escapeToken: string;
  private word = '';
  private wordStart = -1;
  private wordEnd = 0;

  constructor(
    private readonly text: string,
    private readonly lookup: Lookup,
    private readonly options: ExpansionOptions,
  ) {
    this.escapeToken = options.escapeToken ?? '\\';
  }

  /** Reads to `stop` (which it consumes) or to the end of the text. Only the outermost call makes words. */
  until(stop: string | undefined, rawEscapes: boolean, depth: number, outermost: boolean): string {
    if (depth > MAX_DEPTH) throw new BadSubstitution('variables are nested too deeply');
    const { text } = this;
    let result = '';
    while (this.at < text.length) {
      const start = this.at;
      const char = text.charAt(start);
      if (char === stop) {
        this.at++;
        return result;
      }
      if (char === "'" || char === '"') {
        const quoted = char === "'" ? this.singleQuoted() : this.doubleQuoted(rawEscapes, depth);
        result += quoted;
        if (outermost) this.addToWord(quoted, start);
      } else if (char === '$') {
        const value = this.variable(depth);
        result += value;
        if (outermost) this.addSplitting(value, start);
      } else if (char === this.escapeToken) {
        const escaped = text.charAt(start + 1);
        this.at = Math.min(start + 2, text.length);
        const kept = (rawEscapes ? char : '') + escaped;
        result += kept;
        if (outermost) this.addToWord(kept, start);
      } else {
        this.at++;
        result += char;
        if (outermost) this.addSplitting(char, start);
      }
    }
    if (stop !== undefined) {
      throw new BadSubstitution(
        `unexpected end of statement while looking for matching ${stop === '}' ? "'}'" : stop}`,
      );
    }
    if (outermost) this.endWord();
    return result;
  }

  private addToWord(text: string, start: number): void {
    if (this.wordStart < 0) this.wordStart = start;
    this.word += text;
    this.wordEnd = this.at;
  }

  private addSplitting(text: string, start: number): void {
    if (text.length === 1) {
      if (isSpace(text)) this.endWord();
      else this.addToWord(text, start);
      return;
    }
    for (const char of text) {
      if (isSpace(char)) this.endWord();
      else this.addToWord(char, start);
    }
  }

  private endWord(): void {
    if (this.word !== '') {
      this.words.push({ text: this.word, start: this.wordStart, end: this.wordEnd });
      this.word = '';
    }
    this.wordStart = -1;
  }

  private singleQuoted(): string {
    const start = this.at;
    const close = this.text.indexOf("'", start + 1);
    if (close < 0) {
      throw new BadSubstitution(
        'unexpected end of statement while looking for matching single-quote',
      );
    }
    this.at = close + 1;
    return this.options.rawQuotes
      ? this.text.slice(start, close + 1)
      : this.text.slice(start + 1, close);
  }

  private doubleQuoted(rawEscapes: boolean, depth: number): string {
    const { text, escapeToken } = this;
    const quote = this.options.rawQuotes ? '"' : '';
    let result = quote;
    this.at++;
    while (this.at < text.length) {
      const char = text.charAt(this.at);
      if (char === '"') {
        this.at++;
        return result + quote;
      }
      if (char === '$') {
        result += this.variable(depth);
        continue;
      }
      this.at++;
      if (char !== escapeToken) {
        result += char;
        continue;
      }
      if (rawEscapes) result += char;
      const next = text.charAt(this.at);
      if (next === '') continue;
      if (next === '"' || next === '$' || next === escapeToken) {
        result += next;
        this.at++;
      } else {
        result += char;
      }
    }
    throw new BadSubstitution(
      'unexpected end of statement while looking for matching double-quote',
    );
  }

  /** At `$`: the value of the variable used here. */
  private variable(depth: number): string {
    const start = this.at;
    this.at++;
    if (this.text.charAt(this.at) !== '{') {
      const name = this.name();
      if (name === '') return '$';
      this.use(name, undefined, start);
      return this.lookup(name) ?? (this.options.keepUnset ? `$${name}` : '');
    }
    this.at++;
    const first = this.text.charAt(this.at);
    if (first === '') throw new BadSubstitution("syntax error: missing '}'");
    if (first === '{' || first === '}' || first === ':') {
      throw new BadSubstitution('syntax error: bad substitution');
    }
    const name = this.name();
    let operator = this.text.charAt(this.at++);
    const index = this.variables.length;
    let colon = '';
    if (operator === ':') {
      colon = ':';
      operator = this.text.charAt(this.at++);
    }
    const found = this.lookup(name);
    let value: string;
    if (operator === '}' && colon === '') {
      value = found ?? (this.options.keepUnset ? this.text.slice(start, this.at) : '');
      this.use(name, undefined, start, index);
    } else if (operator !== '' && '+-?#%'.includes(operator)) {
      const operand = this.until('}', operator === '#' || operator === '%', depth + 1, false);
      this.use(name, colon + operator, start, index);
      value =
        found === undefined && this.options.keepUnset
          ? `\${${name}${colon}${operator}${operand}}`
          : apply(name, found, colon + operator, operand);
    } else if (operator === '/' && colon === '') {
      const all = this.text.charAt(this.at) === '/';
      if (all) this.at++;
      const pattern = this.until('/', true, depth + 1, false);
      const replacement = this.until('}', true, depth + 1, false);
      this.use(name, all ? '//' : '/', start, index);
      value =
        found === undefined && this.options.keepUnset
          ? this.text.slice(start, this.at)
          : replace(found ?? '', pattern, replacement, all);
    } else {
      this.use(name, colon + operator, start, index);
      throw new BadSubstitution(`unsupported modifier (${colon}${operator}) in substitution`);
    }
    return value;
  }

  private use(name: string, modifier: string | undefined, start: number, index?: number): void {
    const use = { name, modifier, start, end: Math.min(this.at, this.text.length) };
    this.variables.splice(index ?? this.variables.length, 0, use);
  }

  private name(): string {
    NAME.lastIndex = this.at;
    const name = NAME.exec(this.text)?.[0] ?? '';
    this.at += name.length;
    return name;
  }
}

function apply(name: string, found: string | undefined, modifier: string, operand: string): string {
  const unset = found === undefined || (modifier.startsWith(':') && found === '');
  switch (modifier.at(-1)) {
    case '-':
      return unset ? operand : found;
    case '+':
      return unset ? '' : operand;
    case '?':
      if (!unset) return found;
      throw new BadSubstitution(
        `${name}: ${operand || `is not allowed to be ${found === undefined ? 'unset' : 'empty'}`}`,
      );
    default: {
      const operator = modifier.at(-1) ?? '';
      const greedy = operand.startsWith(operator);
      return trim(found ?? '', greedy ? operand.slice(1) : operand, operator === '#', greedy);
    }
  }
}

function trim(value: string, pattern: string, prefix: boolean, greedy: boolean): string {
  if (value.length > MAX_PATTERN_VALUE) return value;
  const tests = globTest(pattern);
  const lengths = Array.from({ length: value.length + 1 }, (_, i) => i);
  if (greedy) lengths.reverse();
  for (const length of lengths) {
    const part = prefix ? value.slice(0, length) : value.slice(value.length - length);
    if (tests(part)) return prefix ? value.slice(length) : value.slice(0, value.length - length);
  }
  return value;
}

function replace(value: string, pattern: string, replacement: string, all: boolean): string {
  if (value.length > MAX_PATTERN_VALUE) return value;
  const tests = globTest(pattern);
  let result = '';
  for (let at = 0; at <= value.length; at++) {
    let end = value.length;
    while (end > at && !tests(value.slice(at, end))) end--;
    if (end > at) {
      result += replacement;
      if (!all) return result + value.slice(end);
      at = end - 1;
    } else {
      result += value.charAt(at);
    }
  }
  return result;
}

/** Matches a whole text against `*`, `?` and escaped characters, without backtracking blow-up. */
function globTest(pattern: string): (text: string) => boolean {
  const tokens: string[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern.charAt(i);
    if (char === '\\' && i + 1 < pattern.length) tokens.push(`\\${pattern.charAt(++i)}`);
    else tokens.push(char);
  }
  return (text) => {
    let t = 0;
    let p = 0;
    let star = -1;
    let mark = 0;
    while (t < text.length) {
      const token = tokens[p];
      if (token === '*') {
        star = p++;
        mark = t;
      } else if (token === '?' || (token !== undefined && token.at(-1) === text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++mark;
      } else return false;
    }
    while (tokens[p] === '*') p++;
    return p === tokens.length;
  };
}
