import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
} from 'yaml';
import type { Location } from '../core/location.js';
import { PortsideError } from '../lib/errors.js';

/** A value of a YAML document that knows where it stands. Aliases are followed, `<<` merges applied. */
export interface YamlNode {
  /** Of the value, in whichever file says it; of the key where there is none. */
  readonly range: Location;
  /** Of the key that leads here, else of the value. */
  readonly key: Location;
  /** A scalar's value; undefined for maps and lists. */
  readonly scalar: string | number | boolean | null | undefined;
  /** A map's entries, own keys before merged ones; empty for anything else. */
  readonly entries: ReadonlyMap<string, YamlNode>;
  /** A list's items; empty for anything else. */
  readonly items: readonly YamlNode[];
  readonly kind: 'map' | 'list' | 'scalar';
  /** Where one more key or item goes; undefined where no edit of this text can add one. */
  readonly end?: Insertion;
  /** Compose's tags: `!reset` takes the key away from what the file is merged into, `!override` replaces its value. */
  readonly merge?: 'reset' | 'override';
  /** Holds a variable that only the run time knows. */
  readonly variable?: boolean;
}

/** The place behind the last entry of a map or list. */
interface Insertion {
  readonly line: number;
  readonly column: number;
  /** Flow style stands in braces or brackets. */
  readonly style: 'block' | 'flow';
  /** Spaces before a key or before an item's dash; block style only. */
  readonly indent: number;
  readonly empty: boolean;
  readonly newline: '\n' | '\r\n';
}

/** A file that becomes YAML only after a template engine has run: Helm, Jinja and their kin. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** Nesting deeper than this ends the reading: nobody writes it by hand. */
const MAX_DEPTH = 100;
/** Nodes that aliases may add to those that are written; a "billion laughs" document ends here. */
const MAX_ALIASED_NODES = 200_000;

/**
 * The documents of a YAML text, empty ones left out. Throws TemplateError for a template, PortsideError (incomplete)
 * with the line of the mistake for anything else that is no YAML 1.2.
 */
export function readYamlDocuments(text: string, path: string): YamlNode[] {
  return documentsIn(text, path, { nodes: MAX_ALIASED_NODES + text.length }, 0);
}

/** What of a text can be read where templates and plain documents stand in one file. */
export interface PlainDocuments {
  readonly documents: readonly YamlNode[];
  /** How many others are templates. */
  readonly templateCount: number;
}

const SEPARATOR = /^---(?=\s|$)/gm;
/** A file with more is no manifest; each costs. */
const MAX_DOCUMENTS = 10_000;
/** Documents of one file that are read each by itself. */
const MAX_PARTS = 1000;

/**
 * The documents of a text, each read by itself where one is a template. Throws TemplateError where nothing else is there,
 * PortsideError as readYaml does.
 */
export function readPlainDocuments(text: string, path: string): PlainDocuments {
  try {
    return { documents: readYamlDocuments(text, path), templateCount: 0 };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const parts = text.split(/^(?=---(?:\s|$))/m);
    const read = parts.length > MAX_PARTS ? { documents: [] } : plainParts(parts, path);
    if (read.documents.length === 0) throw error;
    return { templateCount: 0, ...read };
  }
}

/** Beside a template also what is no YAML, as what a condition cuts in two, counts as one. */
function plainParts(parts: readonly string[], path: string): PlainDocuments {
  const budget = { nodes: MAX_ALIASED_NODES + parts.join('').length };
  const documents: YamlNode[] = [];
  let templateCount = 0;
  let line = 0;
  for (const part of parts) {
    try {
      documents.push(...documentsIn(part, path, budget, line));
    } catch {
      templateCount++;
    }
    line += part.split('\n').length - 1;
  }
  return { documents, templateCount };
}

/** `line` is how many stand before the text in its file. */
function documentsIn(text: string, path: string, budget: Budget, line: number): YamlNode[] {
  const lines = new LineCounter();
  return parse(text, path, lines).flatMap((document) => {
    const broken = document.errors[0];
    if (broken) {
      if (TEMPLATE.test(text)) throw new TemplateError(path);
      // The package catches its own stack running out, and calls it a mistake of the text.
      if (broken.message.includes('call stack')) throw unbounded(path);
      const why = broken.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '');
      throw unreadable(path, lines.linePos(broken.pos[0]).line + line, `${why}`);
    }
    if (document.contents === null) return [];
    const reader = new Reader(text, path, lines, budget, line);
    return [reader.build(document.contents, undefined, 0)];
  });
}

/** Every written node takes a character, so that only aliases can use it up. */
interface Budget {
  nodes: number;
}

/** Actions of Go templates and Jinja; looked for only where a text is no YAML, because values may hold them. */
const TEMPLATE = /\{\{|\{%/;

function parse(text: string, path: string, lines: LineCounter): Document[] {
  let documents = 0;
  for (const _ of text.matchAll(SEPARATOR)) if (++documents > MAX_DOCUMENTS) throw unbounded(path);
  try {
    // The package's own search for repeated keys takes quadratic time; build() has a linear one.
    const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false });
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    if (error instanceof RangeError) throw unbounded(path);
    throw error;
  }
}

function unreadable(path: string, line: number, why: string): PortsideError {
  return new PortsideError(
    'PSE3500',
    `Cannot read the manifest ${path}:${line}: ${why}`,
    'Fix the YAML',
  );
}

/** The error for a document that grows without bound when it is followed. */
export function unbounded(path: string): PortsideError {
  return new PortsideError(
    'PSE3500',
    `Cannot read the manifest ${path}: its documents, aliases, nesting or merges grow without bound`,
    'Write the values out',
  );
}

/** Turns the nodes of one document into ours. */
class Reader {
  readonly #newline: '\n' | '\r\n';
  /** What an alias names, in document order: the package's own lookup visits the whole document each time. */
  readonly #anchors = new Map<string, Node>();

  constructor(
    private readonly text: string,
    private readonly path: string,
    private readonly lines: LineCounter,
    private readonly budget: Budget,
    /** How many lines stand before the text in its file. */
    private readonly before: number,
  ) {
    this.#newline = text.includes('\r\n') ? '\r\n' : '\n';
  }

  build(given: Node, key: Location | undefined, depth: number): YamlNode {
    if (depth > MAX_DEPTH || --this.budget.nodes < 0) throw unbounded(this.path);
    const range = this.range(given);
    const node = this.#resolve(given);
    const merge = node.tag === '!override' ? ({ merge: 'override' } as const) : {};
    const shell = { range, key: key ?? range, ...merge };
    if (node.tag === '!reset') return { ...nothing(range), ...shell, merge: 'reset' };
    if (isMap(node)) {
      const entries = this.#entries(node.items as Pair<Node, Node | null>[], depth);
      const end = this.#insertion(node, node.items.at(-1), node.flow === true);
      return { ...shell, kind: 'map', scalar: undefined, entries, items: [], ...end };
    }
    if (isSeq(node)) {
      const items = (node.items as Node[]).map((item) => this.build(item, undefined, depth + 1));
      const end = this.#insertion(node, node.items.at(-1), node.flow === true);
      return { ...shell, kind: 'list', scalar: undefined, entries: EMPTY, items, ...end };
    }
    const value = isScalar(node) ? node.value : null;
    const scalar =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? value
        : null;
    return { ...shell, kind: 'scalar', scalar, entries: EMPTY, items: [] };
  }

  #resolve(given: Node): Node {
    if (isAlias(given)) {
      const node = this.#anchors.get(given.source);
      if (node) return node;
      const { startLine } = this.range(given);
      throw unreadable(this.path, startLine, `no anchor "${given.source}" stands before its alias`);
    }
    const anchor = 'anchor' in given ? given.anchor : undefined;
    if (typeof anchor === 'string') this.#anchors.set(anchor, given);
    return given;
  }

  #entries(pairs: readonly Pair<Node, Node | null>[], depth: number) {
    const entries = new Map<string, YamlNode>();
    const merged: YamlNode[] = [];
    for (const pair of pairs) {
      if (!isScalar(pair.key)) {
        if (isMap(pair.key) && pair.key.flow) throw new TemplateError(this.path);
        continue;
      }
      const at = this.range(pair.key);
      const value = pair.value ? this.build(pair.value, at, depth + 1) : nothing(at);
      const name = String(pair.key.value);
      if (name === '<<') merged.push(...(value.kind === 'list' ? value.items : [value]));
      else if (entries.has(name))
        throw unreadable(this.path, at.startLine, `the key "${name}" stands twice in one map`);
      else entries.set(name, isNull(value) ? { ...value, range: at } : value);
    }
    for (const source of merged)
      for (const [name, value] of source.entries) {
        if (--this.budget.nodes < 0) throw unbounded(this.path);
        if (!entries.has(name)) entries.set(name, value);
      }
    return entries;
  }

  #insertion(node: Node, last: unknown, flow: boolean): { end?: Insertion } {
    const [start] = node.range ?? [0];
    if (last === undefined) {
      const { line, col } = this.#place(start + 1);
      const style = 'flow' as const;
      return { end: { line, column: col, style, indent: 0, empty: true, newline: this.#newline } };
    }
    const { line, col: column } = this.#place(this.#lastOffset(last, flow));
    const style = flow ? 'flow' : 'block';
    const indent = this.#place(start).col - 1;
    return { end: { line, column, style, indent, empty: false, newline: this.#newline } };
  }

  /** Where the last entry's text ends; in block style, where its line ends, so that a comment stays beside it. */
  #lastOffset(last: unknown, flow: boolean): number {
    const leaf = lastLeaf(last);
    let offset = leaf?.range?.[1] ?? 0;
    const key = lastKey(last);
    if (key?.range && offset <= key.range[1]) {
      const colon = /[^\S\r\n]*:/y;
      colon.lastIndex = key.range[1];
      offset = colon.test(this.text) ? colon.lastIndex : key.range[1];
    }
    while (offset > 0 && /\s/.test(this.text[offset - 1] ?? '')) offset--;
    if (flow) return offset;
    while (offset < this.text.length && !/[\r\n]/.test(this.text[offset] ?? '')) offset++;
    return offset;
  }

  #place(offset: number): { line: number; col: number } {
    const { line, col } = this.lines.linePos(offset);
    return { line: line + this.before, col };
  }

  range(node: Node): Location {
    const [start, end] = node.range ?? [0, 0];
    const from = this.#place(start);
    const to = this.#place(Math.max(start, end));
    const [startLine, startColumn] = [from.line, from.col];
    return { path: this.path, startLine, startColumn, endLine: to.line, endColumn: to.col };
  }
}

const EMPTY: ReadonlyMap<string, YamlNode> = new Map();

function isNull(node: YamlNode): boolean {
  return (
    node.scalar === null &&
    node.range.startLine === node.range.endLine &&
    node.range.startColumn === node.range.endColumn
  );
}

function nothing(at: Location): YamlNode {
  return { range: at, key: at, kind: 'scalar', scalar: null, entries: EMPTY, items: [] };
}

/** The node whose text is the last of a pair's or item's: a block collection's own range takes in comments after it. */
function lastLeaf(last: unknown): Node | undefined {
  let node = last;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    if (isPair(node)) node = node.value ?? node.key;
    else if ((isMap(node) || isSeq(node)) && !node.flow && node.items.length > 0)
      node = node.items.at(-1);
    else break;
  }
  return node as Node | undefined;
}

/** The key of the last pair, for a value that is not written. */
function lastKey(last: unknown): Node | undefined {
  let node = last;
  let key: Node | undefined;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    if (isPair(node)) {
      key = node.key as Node;
      node = node.value;
    } else if ((isMap(node) || isSeq(node)) && !node.flow && node.items.length > 0) {
      key = undefined;
      node = node.items.at(-1);
    } else break;
  }
  return key;
}
