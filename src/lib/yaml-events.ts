import {
  CORE_SCHEMA,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
  YAMLException,
} from 'js-yaml';
import { goNumber } from './go-number.js';
import { lastAtOrBefore } from './lines.js';
import {
  emptyNode,
  type InsertionPoint,
  isUnwritten,
  NO_ENTRIES,
  NO_ITEMS,
  YamlError,
  type YamlNode,
  type YamlOptions,
  type YamlRange,
  type YamlSource,
  yamlTooComplex,
} from './yaml-node.js';

/**
 * The documents of a YAML 1.2 text, from the events of js-yaml, which have offsets. Undefined for a text that another
 * reader must check: js-yaml rejects it, or it has directives or tags of YAML's own. Throws YamlError for a text that is
 * too complex, or with an alias or a key that is not allowed.
 */
export function readYamlEvents(source: YamlSource, options: YamlOptions): YamlNode[] | undefined {
  const events = eventsOf(source.text, options);
  return events && new EventReader(source, events, options).documents();
}

function eventsOf(text: string, { documents }: YamlOptions): Event[] | undefined {
  if (UNCLEAR.test(text)) return undefined;
  let events: Event[];
  try {
    events = parseEvents(text, { maxDepth: MAX_PARSER_DEPTH });
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
  let count = 0;
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) {
      if (event.directives.length > 0 || (++count > 1 && documents === 'one')) return undefined;
    } else if ('tagStart' in event && event.tagStart >= 0) {
      const isUnwritten = 'valueStart' in event && event.valueStart < 0;
      if (isUnwritten || OWN_TAG.test(text.slice(event.tagStart, event.tagEnd))) return undefined;
    }
  }
  return events;
}

/**
 * Where parsers differ: a tab before a value, an indented or lone end of a document, keys that are empty or marked with
 * `?`. js-yaml also ends a line at CR alone, as YAML does; editors do not.
 */
const UNCLEAR = /\r(?!\n)|^ *(?:\t|\.\.\.)|^ +---|(?:^ *(?:- +)*|[[{,]\s*)[?:](?=\s|$)/m;
/** Every reader has a smaller limit. */
const MAX_PARSER_DEPTH = 500;
/** A tag of YAML itself, such as `!!binary`, or one written as `!<…>`. */
const OWN_TAG = /^!(?:!|<|$)/;

/** Builds nodes in the order of the events. */
class EventReader {
  private readonly text: string;
  readonly #starts: readonly number[];
  readonly #newline: '\n' | '\r\n';
  /** The index of the event of each anchor, in document order. */
  readonly #anchors = new Map<string, number>();
  /** The next event. */
  #at = 0;
  /** The end of what was read last: no later token starts before it. */
  #end = 0;
  /** The line of the last position: most positions are on the same line or the next. */
  #line = 0;

  constructor(
    { text, starts }: YamlSource,
    private readonly events: readonly Event[],
    private readonly options: YamlOptions,
  ) {
    this.text = text;
    this.#starts = starts;
    this.#newline = text.includes('\r\n') ? '\r\n' : '\n';
  }

  documents(): YamlNode[] {
    const nodes: YamlNode[] = [];
    while (this.#at < this.events.length) {
      const event = this.events[this.#at++];
      if (event?.type !== EVENT_ID.DOCUMENT) continue;
      this.#anchors.clear();
      nodes.push(this.#build(undefined, 0));
    }
    return nodes;
  }

  #build(key: YamlRange | undefined, depth: number): YamlNode {
    if (depth > this.options.maxDepth) throw yamlTooComplex();
    if (--this.options.budget.nodes < 0) throw yamlTooComplex();
    const index = this.#at;
    const event = this.events[index];
    if (event?.type === EVENT_ID.ALIAS) return this.#alias(event, key, depth);
    this.#at++;
    if (event?.type === EVENT_ID.DOCUMENT || event?.type === EVENT_ID.POP || !event)
      throw new TypeError('js-yaml reported no value');
    if (event.anchorStart >= 0) {
      this.#anchors.set(this.text.slice(event.anchorStart, event.anchorEnd), index);
      this.#end = Math.max(this.#end, event.anchorEnd);
    }
    const written = event.tagStart < 0 ? undefined : this.text.slice(event.tagStart, event.tagEnd);
    if (written !== undefined) this.#end = Math.max(this.#end, event.tagEnd);
    const use = written === undefined ? undefined : this.options.localTags?.get(written);
    if (use === 'drop-value') return this.#dropped(event, key, written);
    const node =
      event.type === EVENT_ID.SCALAR
        ? this.#scalar(event, key, written !== undefined)
        : this.#collection(event, key, depth);
    return use ? { ...node, tag: written ?? '' } : node;
  }

  /** A tag such as `!reset`: the value counts as null. `this.#at` is after its event. */
  #dropped(
    event: ScalarEvent | SequenceEvent | MappingEvent,
    key: YamlRange | undefined,
    tag = '',
  ): YamlNode {
    this.#at--;
    const start = 'start' in event ? event.start : event.valueStart;
    this.#skipNode();
    const range =
      event.type === EVENT_ID.SCALAR ? this.#scalarRange(event) : this.#range(start, this.#end);
    return { ...emptyNode(range), key: key ?? range, tag };
  }

  /** The value of the anchor again, at the place of the alias. */
  #alias(
    { anchorStart, anchorEnd }: { readonly anchorStart: number; readonly anchorEnd: number },
    key: YamlRange | undefined,
    depth: number,
  ): YamlNode {
    const name = this.text.slice(anchorStart, anchorEnd);
    const range = this.#range(anchorStart - 1, anchorEnd);
    const target = this.#anchors.get(name);
    if (target === undefined)
      throw new YamlError(
        'unknown-anchor',
        range.startLine,
        `no anchor "${name}" before its alias`,
      );
    const next = this.#at + 1;
    this.#at = target;
    const { event, end } = { event: this.events[target], end: this.#end };
    if (event && 'anchorEnd' in event) this.#end = event.anchorEnd;
    // The alias and its value are one node.
    this.options.budget.nodes++;
    const node = this.#build(key, depth);
    this.#at = next;
    this.#end = Math.max(end, anchorEnd);
    return { ...node, range, key: key ?? range };
  }

  #scalar(event: ScalarEvent, key: YamlRange | undefined, isTagged: boolean): YamlNode {
    const range = this.#scalarRange(event);
    const source = getScalarValue(this.text, event);
    const isPlain = event.style === SCALAR_STYLE.PLAIN && !isTagged;
    return {
      range,
      key: key ?? range,
      kind: 'scalar',
      scalar: isPlain ? this.#plainValue(source) : source,
      entries: NO_ENTRIES,
      items: NO_ITEMS,
    };
  }

  #plainValue(source: string): string | number | boolean | null {
    const number = this.options.goNumbers === true ? goNumber(source) : undefined;
    const value = number ?? CORE_SCHEMA.resolveImplicitScalarTag(source).value;
    return value as string | number | boolean | null;
  }

  /** With the quotes, or with the header of a block. A value that is not written is where it would start. */
  #scalarRange({ valueStart, valueEnd, style }: ScalarEvent): YamlRange {
    if (valueStart < 0) return this.#range(this.#end, this.#end);
    let [from, to] = [valueStart, valueEnd];
    if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED) {
      from--;
      to++;
    } else if (style !== SCALAR_STYLE.PLAIN) {
      from = this.#headerOfBlock(valueStart);
      to = this.#endOfBlock(valueStart, valueEnd);
    }
    this.#end = to;
    return this.#range(from, to);
  }

  /** The offset of `|` or `>`, which is on the line before the text. */
  #headerOfBlock(valueStart: number): number {
    const line = this.text.lastIndexOf('\n', valueStart - 2) + 1;
    for (let at = Math.max(line, this.#end); at < valueStart; at++)
      if (this.text[at] === '|' || this.text[at] === '>') return at;
    return valueStart;
  }

  /** Without the empty lines at the end. */
  #endOfBlock(valueStart: number, valueEnd: number): number {
    let end = valueEnd;
    while (end > valueStart && /\s/.test(this.text[end - 1] ?? '')) end--;
    const newline = this.text.indexOf('\n', end);
    return newline < 0 ? valueEnd : Math.min(newline + 1, valueEnd);
  }

  #collection(
    {
      type,
      start,
      style,
    }: { readonly type: number; readonly start: number; readonly style: number },
    key: YamlRange | undefined,
    depth: number,
  ): YamlNode {
    const isFlow = this.#hasBrackets({ start, style });
    this.#end = Math.max(this.#end, isFlow ? start + 1 : start);
    const first = this.#at;
    let entries = NO_ENTRIES;
    let items = NO_ITEMS;
    if (type === EVENT_ID.MAPPING) entries = this.#entries(depth);
    else items = this.#items(depth, isFlow);
    const isEmpty = this.#at === first;
    this.#at++;
    const inner = this.#end;
    if (isFlow) this.#end = this.#closing(inner);
    const end = this.#insertionPoint(start, inner, { isEmpty, isFlow: isFlow || style === FLOW });
    const range = this.#range(start, this.#end);
    const kind = type === EVENT_ID.MAPPING ? 'map' : 'list';
    return { range, key: key ?? range, kind, scalar: undefined, entries, items, end };
  }

  /** A pair in a list, `[a: 1]`, is a map in flow style without brackets. `this.#at` is after its event. */
  #hasBrackets({ start, style }: { readonly start: number; readonly style: number }): boolean {
    const next = this.events[this.#at];
    const isPair = next !== undefined && 'start' in next && next.start === start;
    return style === FLOW && !isPair && /[[{]/.test(this.text[start] ?? '');
  }

  #isPop(): boolean {
    return this.events[this.#at]?.type === EVENT_ID.POP;
  }

  #items(depth: number, isFlow: boolean): YamlNode[] {
    const items: YamlNode[] = [];
    while (!this.#isPop()) {
      if (!isFlow) this.#end = this.#afterDash(this.#end);
      items.push(this.#build(undefined, depth + 1));
    }
    return items;
  }

  /** The offset after the dash of the next item. */
  #afterDash(from: number): number {
    const at = this.#skip(from, /[\s]/);
    return this.text[at] === '-' ? at + 1 : from;
  }

  #entries(depth: number): Map<string, YamlNode> {
    const entries = new Map<string, YamlNode>();
    const merged: YamlNode[] = [];
    while (!this.#isPop()) {
      const keyEvent = this.events[this.#at];
      if (keyEvent?.type !== EVENT_ID.SCALAR) {
        this.#skipEntry();
        continue;
      }
      this.#at++;
      const key = this.#scalarRange(keyEvent);
      const name = this.#keyName(keyEvent);
      const isSkipped = depth === 0 && this.options.canSkip?.(name, entries) === true;
      const value = isSkipped && this.#skipUnnamed() ? emptyNode(key) : this.#value(key, depth);
      if (name === '<<' && this.options.mergeKeys)
        for (const source of value.kind === 'list' ? value.items : [value]) merged.push(source);
      else {
        if (entries.has(name)) this.#reportDuplicate(name, key.startLine);
        entries.set(name, value);
      }
    }
    for (const source of merged) this.#merge(entries, source);
    return entries;
  }

  #keyName(event: ScalarEvent): string {
    const source = getScalarValue(this.text, event);
    if (event.style !== SCALAR_STYLE.PLAIN || event.tagStart >= 0) return source;
    return String(this.#plainValue(source));
  }

  #value(key: YamlRange, depth: number): YamlNode {
    const keyEnd = this.#end;
    const colon = this.#skip(keyEnd, /[\s]/);
    if (this.text[colon] === ':') this.#end = colon + 1;
    const value = this.#build(key, depth + 1);
    return isUnwritten(value) ? { ...value, range: key } : value;
  }

  #merge(entries: Map<string, YamlNode>, source: YamlNode): void {
    if (source.kind !== 'map') this.options.onUnsupported('merged-value', source.range.startLine);
    for (const [name, value] of source.entries) {
      if (--this.options.budget.nodes < 0) throw yamlTooComplex();
      if (!entries.has(name)) entries.set(name, value);
    }
  }

  #reportDuplicate(name: string, line: number): void {
    const { onDuplicateKey } = this.options;
    if (!onDuplicateKey) throw new YamlError('duplicate-key', line, `duplicate key "${name}"`);
    onDuplicateKey(name, line);
  }

  /** Skips an entry whose key is no scalar. */
  #skipEntry(): void {
    const event = this.events[this.#at];
    const at = event && 'start' in event ? event.start : aliasStart(event);
    const isFlowMap = event?.type === EVENT_ID.MAPPING && event.style === FLOW;
    const { startLine } = this.#range(at, at);
    this.options.onUnsupported(isFlowMap ? 'flow-map-key' : 'complex-key', startLine);
    this.#skipNode();
    this.#skipNode();
  }

  /** Skips a value, unless an alias may need a part of it. */
  #skipUnnamed(): boolean {
    const [at, end] = [this.#at, this.#end];
    this.#skipNode();
    const isNamed = this.events
      .slice(at, this.#at)
      .some((event) => 'anchorStart' in event && event.anchorStart >= 0);
    if (isNamed) [this.#at, this.#end] = [at, end];
    return !isNamed;
  }

  #skipNode(): void {
    const event = this.events[this.#at++];
    if (event === undefined) return;
    this.#end = Math.max(this.#end, endOf(event));
    if (event.type !== EVENT_ID.MAPPING && event.type !== EVENT_ID.SEQUENCE) return;
    const isFlow = this.#hasBrackets(event);
    while (this.#at < this.events.length && !this.#isPop()) this.#skipNode();
    this.#at++;
    if (isFlow) this.#end = this.#closing(this.#end);
  }

  /** The offset after the bracket that closes a flow collection. */
  #closing(from: number): number {
    return this.#skip(from, /[\s,:?]/) + 1;
  }

  /** The offset of the first character that is not one of `characters` and not in a comment. */
  #skip(from: number, characters: RegExp): number {
    let at = from;
    while (at < this.text.length) {
      const character = this.text[at] ?? '';
      if (character === '#' && /\s/.test(this.text[at - 1] ?? '\n')) at = this.#endOfLine(at);
      else if (characters.test(character)) at++;
      else break;
    }
    return at;
  }

  #endOfLine(from: number): number {
    const at = this.text.indexOf('\n', from);
    return at < 0 ? this.text.length : at;
  }

  #insertionPoint(
    start: number,
    inner: number,
    { isEmpty, isFlow }: { readonly isEmpty: boolean; readonly isFlow: boolean },
  ): InsertionPoint {
    let offset = isEmpty ? start + 1 : inner;
    if (!isEmpty) {
      while (offset > 0 && /\s/.test(this.text[offset - 1] ?? '')) offset--;
      // In block style the end of the line, so that a comment stays on the line of the entry.
      if (!isFlow)
        while (offset < this.text.length && !/[\r\n]/.test(this.text[offset] ?? '')) offset++;
    }
    const at = this.#range(offset, offset);
    return {
      line: at.startLine,
      column: at.startColumn,
      style: isEmpty || isFlow ? 'flow' : 'block',
      indent: isEmpty ? 0 : this.#range(start, start).startColumn - 1,
      empty: isEmpty,
      newline: this.#newline,
    };
  }

  #range(from: number, to: number): YamlRange {
    const first = this.#lineOf(from);
    const last = this.#lineOf(Math.max(from, to));
    const before = 1 + (this.options.linesBefore ?? 0);
    return {
      path: this.options.path,
      startLine: first + before,
      startColumn: from - (this.#starts[first] ?? 0) + 1,
      endLine: last + before,
      endColumn: Math.max(from, to) - (this.#starts[last] ?? 0) + 1,
    };
  }

  #lineOf(offset: number): number {
    const starts = this.#starts;
    for (let line = this.#line; line < this.#line + 3; line++) {
      const [start = Infinity, next = Infinity] = [starts[line], starts[line + 1]];
      if (start <= offset && offset < next) {
        this.#line = line;
        return line;
      }
    }
    this.#line = lastAtOrBefore(starts, offset);
    return this.#line;
  }
}

const FLOW = 2;

function aliasStart(event: Event | undefined): number {
  return event?.type === EVENT_ID.ALIAS ? event.anchorStart - 1 : 0;
}

function endOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) {
    const isQuoted =
      event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
    return isQuoted ? event.valueEnd + 1 : event.valueEnd;
  }
  if (event.type === EVENT_ID.ALIAS) return event.anchorEnd;
  return 'start' in event ? event.start : 0;
}
