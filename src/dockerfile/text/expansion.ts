import { isSpace } from './characters.js';
import { LIMITS } from './limits.js';

/** Returns the value of a variable; undefined when it is not set or its value is unknown. */
export type Lookup = (name: string) => string | undefined;

export interface Expansion {
  readonly value: string;
  /** The value split at white space outside quotes. Offsets refer to the input text. */
  readonly words: readonly ExpandedWord[];
  /** Every use of a variable, nested ones included. */
  readonly variables: readonly VariableUse[];
  /** The error that BuildKit reports; the other fields then cover the text before it. */
  readonly error: string | undefined;
  /** The limit that stopped the expansion; there is an error too. */
  readonly limit?: ExpansionLimit | undefined;
}

export type ExpansionLimit = 'expandedValue' | 'expansionDepth' | 'expansion';

export interface ExpandedWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A use of a variable: `$name`, `${name}` or `${name:-operand}`. Offsets refer to the input text. */
export interface VariableUse {
  readonly name: string;
  /** `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/` or `//`. */
  readonly modifier: string | undefined;
  readonly start: number;
  readonly end: number;
}

export interface ExpansionOptions {
  readonly escapeToken?: string;
  /** Keep quotes in the result. */
  readonly rawQuotes?: boolean;
  /** Keep escape characters in the result. */
  readonly rawEscapes?: boolean;
  /** Keep uses of unset variables as written instead of removing them. */
  readonly keepUnset?: boolean;
  /** The work that is left for all expansions of a file: characters, and steps of patterns. */
  readonly budget?: Budget;
}

interface Budget {
  left: number;
}

/**
 * Expands variables and removes quotes and escapes, as BuildKit does for the arguments of ADD, COPY, ENV, FROM and
 * others. Never throws. Source: BuildKit frontend/dockerfile/shell.
 */
export function expand(text: string, lookup: Lookup, options: ExpansionOptions = {}): Expansion {
  const expander = new Expander(text, lookup, options);
  let value = '';
  let error: string | undefined;
  let limit: ExpansionLimit | undefined;
  try {
    value = expander.expandUntil(undefined, options.rawEscapes ?? false, 0, true);
  } catch (caught) {
    if (!(caught instanceof BadSubstitution)) throw caught;
    error = caught.message;
    limit = caught.limit;
  }
  return { value, words: error ? [] : expander.words, variables: expander.variables, error, limit };
}

/** The uses of variables in a text, in order. */
export function findVariables(text: string, escapeToken = '\\'): readonly VariableUse[] {
  if (!text.includes('$')) return [];
  return expand(text, () => undefined, { escapeToken, keepUnset: true }).variables;
}

/** Positional parameters, special parameters and names. */
const NAME = /[0-9]+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*/uy;

class BadSubstitution extends Error {
  constructor(
    message: string,
    readonly limit?: ExpansionLimit,
  ) {
    super(message);
  }
}

class Expander {
  readonly words: ExpandedWord[] = [];
  readonly variables: VariableUse[] = [];
  private at = 0;
  private readonly escapeToken: string;
  private readonly budget: Budget;
  /** The characters that variables expanded to. */
  private expanded = 0;
  private word = '';
  private wordStart = -1;
  private wordEnd = 0;

  constructor(
    private readonly text: string,
    private readonly lookup: Lookup,
    private readonly options: ExpansionOptions,
  ) {
    this.escapeToken = options.escapeToken ?? '\\';
    this.budget = options.budget ?? { left: LIMITS.expansion };
  }

  /** Expands up to `stop`, which it consumes, or to the end of the text. Only the outermost call collects words. */
  expandUntil(
    stop: string | undefined,
    rawEscapes: boolean,
    depth: number,
    outermost: boolean,
  ): string {
    if (depth > LIMITS.expansionDepth)
      throw new BadSubstitution('variables are nested too deeply', 'expansionDepth');
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
        if (outermost) this.addAndSplit(value, start);
      } else if (char === this.escapeToken) {
        const escaped = text.charAt(start + 1);
        this.at = Math.min(start + 2, text.length);
        const kept = (rawEscapes ? char : '') + escaped;
        result += kept;
        if (outermost) this.addToWord(kept, start);
      } else {
        this.at++;
        result += char;
        if (outermost) this.addAndSplit(char, start);
      }
    }
    if (stop !== undefined) {
      throw new BadSubstitution(`missing "${stop}"`);
    }
    if (outermost) this.endWord();
    return result;
  }

  private addToWord(text: string, start: number): void {
    if (this.wordStart < 0) this.wordStart = start;
    this.word += text;
    this.wordEnd = this.at;
  }

  /** Adds a text that white space splits into words. */
  private addAndSplit(text: string, start: number): void {
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
      throw new BadSubstitution('missing closing single quote');
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
    throw new BadSubstitution('missing closing double quote');
  }

  /** The value of the variable use that begins here, at `$`. */
  private variable(depth: number): string {
    const value = this.variableValue(depth);
    this.expanded += value.length;
    if (this.expanded > LIMITS.expandedValue)
      throw new BadSubstitution('the text of variables is too long', 'expandedValue');
    spend(this.budget, value.length);
    return value;
  }

  private variableValue(depth: number): string {
    const start = this.at;
    this.at++;
    if (this.text.charAt(this.at) !== '{') {
      const name = this.readName();
      if (name === '') return '$';
      this.recordUse(name, undefined, start);
      return this.lookup(name) ?? (this.options.keepUnset ? `$${name}` : '');
    }
    this.at++;
    const first = this.text.charAt(this.at);
    if (first === '') throw new BadSubstitution('missing "}"');
    if (first === '{' || first === '}' || first === ':') {
      throw new BadSubstitution('bad substitution');
    }
    const name = this.readName();
    let operator = this.text.charAt(this.at++);
    const index = this.variables.length;
    let colon = '';
    if (operator === ':') {
      colon = ':';
      operator = this.text.charAt(this.at++);
    }
    const variable = this.lookup(name);
    let value: string;
    if (operator === '}' && colon === '') {
      value = variable ?? (this.options.keepUnset ? this.text.slice(start, this.at) : '');
      this.recordUse(name, undefined, start, index);
    } else if (operator !== '' && '+-?#%'.includes(operator)) {
      const operand = this.expandUntil('}', operator === '#' || operator === '%', depth + 1, false);
      this.recordUse(name, colon + operator, start, index);
      value =
        variable === undefined && this.options.keepUnset
          ? `\${${name}${colon}${operator}${operand}}`
          : this.modified({ name, value: variable }, colon + operator, operand);
    } else if (operator === '/' && colon === '') {
      const all = this.text.charAt(this.at) === '/';
      if (all) this.at++;
      const pattern = this.expandUntil('/', true, depth + 1, false);
      const replacement = this.expandUntil('}', true, depth + 1, false);
      this.recordUse(name, all ? '//' : '/', start, index);
      value =
        variable === undefined && this.options.keepUnset
          ? this.text.slice(start, this.at)
          : replacePattern(variable ?? '', globMatcher(pattern, this.budget), replacement, all);
    } else {
      this.recordUse(name, colon + operator, start, index);
      throw new BadSubstitution(`unsupported modifier "${colon}${operator}"`);
    }
    return value;
  }

  /** Records a use. `index` is its position among the uses, before those nested in its operand. */
  private recordUse(
    name: string,
    modifier: string | undefined,
    start: number,
    index?: number,
  ): void {
    const use = { name, modifier, start, end: Math.min(this.at, this.text.length) };
    this.variables.splice(index ?? this.variables.length, 0, use);
  }

  /** Applies `:-`, `+`, `?`, `#`, `%%` … to the value of a variable. */
  private modified(
    { name, value }: { readonly name: string; readonly value: string | undefined },
    modifier: string,
    operand: string,
  ): string {
    const unset = value === undefined || (modifier.startsWith(':') && value === '');
    switch (modifier.at(-1)) {
      case '-':
        return unset ? operand : value;
      case '+':
        return unset ? '' : operand;
      case '?':
        if (!unset) return value;
        throw new BadSubstitution(
          `${name}: ${operand || `is not allowed to be ${value === undefined ? 'unset' : 'empty'}`}`,
        );
      default: {
        const operator = modifier.at(-1) ?? '';
        const greedy = operand.startsWith(operator);
        const pattern = greedy ? operand.slice(1) : operand;
        const matches = globMatcher(pattern, this.budget);
        return trimPattern(value ?? '', matches, operator === '#' ? 'prefix' : 'suffix', greedy);
      }
    }
  }

  private readName(): string {
    NAME.lastIndex = this.at;
    const name = NAME.exec(this.text)?.[0] ?? '';
    this.at += name.length;
    return name;
  }
}

/** Takes work from the budget. Throws if nothing is left. */
function spend(budget: Budget, work: number): void {
  budget.left -= work;
  if (budget.left < 0) throw new BadSubstitution('variables take too long to expand', 'expansion');
}

/** Removes the shortest match of a pattern from one end of a value, or with `greedy` the longest. */
function trimPattern(
  value: string,
  matches: Matcher,
  side: 'prefix' | 'suffix',
  greedy: boolean,
): string {
  const lengths = Array.from({ length: value.length + 1 }, (_, i) => i);
  if (greedy) lengths.reverse();
  for (const length of lengths) {
    const rest = value.length - length;
    if (side === 'prefix' && matches(value.slice(0, length))) return value.slice(length);
    if (side === 'suffix' && matches(value.slice(rest))) return value.slice(0, rest);
  }
  return value;
}

/** Replaces the first match of a pattern, or with `all` each match, the longest at each position. */
function replacePattern(
  value: string,
  matches: Matcher,
  replacement: string,
  all: boolean,
): string {
  let result = '';
  for (let at = 0; at <= value.length; at++) {
    let end = value.length;
    while (end > at && !matches(value.slice(at, end))) end--;
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

type Matcher = (text: string) => boolean;

/** Matches an entire text against `*`, `?` and escaped characters. Each step is taken from the budget. */
function globMatcher(pattern: string, budget: Budget): Matcher {
  const tokens: string[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern.charAt(i);
    if (char === '\\' && i + 1 < pattern.length) tokens.push(`\\${pattern.charAt(++i)}`);
    else tokens.push(char);
  }
  return (text) => {
    spend(budget, 1);
    let at = 0;
    let index = 0;
    let star = -1;
    let retry = 0;
    for (; at < text.length; spend(budget, 1)) {
      const token = tokens[index];
      if (token === '*') {
        star = index++;
        retry = at;
      } else if (token === '?' || (token !== undefined && token.at(-1) === text.charAt(at))) {
        index++;
        at++;
      } else if (star >= 0) {
        index = star + 1;
        at = ++retry;
      } else return false;
    }
    while (tokens[index] === '*') index++;
    return index === tokens.length;
  };
}
