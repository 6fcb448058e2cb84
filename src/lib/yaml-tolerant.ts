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
  parseDocument,
  type Scalar,
} from 'yaml';
import { goNumber } from './go-number.js';
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
import { parseDocuments } from './yaml-parser.js';

/**
 * The documents of a YAML text in order, also of one that is indented as Go and Python allow; none for a text without
 * content. Throws YamlError with the reason, and RangeError when the text is too deep.
 */
export function readYamlTolerantly({ text, starts }: YamlSource, options: YamlOptions): YamlNode[] {
  const lines = linesAt(starts);
  const nodes: YamlNode[] = [];
  // One by one: the documents of the package take much more memory than their nodes.
  for (const document of parseYaml(text, lines, options)) {
    const error = document.errors[0];
    if (error) {
      // The package catches a stack overflow and reports it as a syntax error.
      if (error.message.includes('call stack')) throw yamlTooComplex();
      const { line } = lines.linePos(error.pos[0]);
      throw new YamlError('invalid', line + (options.linesBefore ?? 0), describe(error));
    }
    if (document.contents !== null)
      nodes.push(new NodeBuilder(text, lines, options).build(document.contents, undefined, 0));
  }
  return nodes;
}

/** The lines of the file: the package would count those that it sees. */
function linesAt(starts: readonly number[]): LineCounter {
  const lines = new LineCounter();
  lines.lineStarts = [...starts];
  lines.addNewLine = (offset) => offset;
  return lines;
}

function parseYaml(
  text: string,
  lines: LineCounter,
  { documents }: YamlOptions,
): Iterable<Document> {
  if (documents === 'one') return [parseDocument(text, { lineCounter: lines, uniqueKeys: false })];
  return parseDocuments(text, lines);
}

function describe({ code, message }: { readonly code: string; readonly message: string }): string {
  if (code === 'MULTIPLE_DOCS') return 'the file has more than one document';
  return message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
}

/** Builds the nodes of one document from those of the package. */
class NodeBuilder {
  readonly #newline: '\n' | '\r\n';
  readonly #linesBefore: number;
  /** Anchored nodes in document order: the package's own lookup visits the whole document for each alias. */
  readonly #anchors = new Map<string, Node>();

  constructor(
    private readonly text: string,
    private readonly lines: LineCounter,
    private readonly options: YamlOptions,
  ) {
    this.#newline = text.includes('\r\n') ? '\r\n' : '\n';
    this.#linesBefore = options.linesBefore ?? 0;
  }

  build(source: Node, key: YamlRange | undefined, depth: number): YamlNode {
    if (depth > this.options.maxDepth) throw yamlTooComplex();
    this.#spend();
    const range = this.#rangeOf(source);
    const node = this.#resolveAlias(source);
    const tagUse = node.tag === undefined ? undefined : this.options.localTags?.get(node.tag);
    const common = { range, key: key ?? range, ...(tagUse && { tag: node.tag }) };
    if (tagUse === 'drop-value') return { ...emptyNode(range), ...common };
    if (isMap(node)) {
      const entries = this.#entries(node.items as Pair<Node, Node | null>[], depth);
      const end = this.#insertionPoint(node, node.items.at(-1), node.flow === true);
      return { ...common, kind: 'map', scalar: undefined, entries, items: NO_ITEMS, end };
    }
    if (isSeq(node)) {
      const items = (node.items as Node[]).map((item) => this.build(item, undefined, depth + 1));
      const end = this.#insertionPoint(node, node.items.at(-1), node.flow === true);
      return { ...common, kind: 'list', scalar: undefined, entries: NO_ENTRIES, items, end };
    }
    const scalar = this.#scalar(isScalar(node) ? this.#valueOf(node) : null, range.startLine);
    return { ...common, kind: 'scalar', scalar, entries: NO_ENTRIES, items: NO_ITEMS };
  }

  #spend(): void {
    if (--this.options.budget.nodes < 0) throw yamlTooComplex();
  }

  #scalar(value: unknown, line: number): string | number | boolean | null {
    if (value === null || typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return value;
    this.options.onUnsupported('typed-scalar', line);
    return null;
  }

  #valueOf({ value, type, tag, source }: Scalar): unknown {
    const isNumber = this.options.goNumbers === true && type === 'PLAIN' && tag === undefined;
    return (isNumber ? goNumber(source ?? '') : undefined) ?? value;
  }

  #resolveAlias(source: Node): Node {
    if (isAlias(source)) {
      const node = this.#anchors.get(source.source);
      if (node) return node;
      const { startLine } = this.#rangeOf(source);
      throw new YamlError(
        'unknown-anchor',
        startLine,
        `no anchor "${source.source}" before its alias`,
      );
    }
    const anchor = 'anchor' in source ? source.anchor : undefined;
    if (typeof anchor === 'string') this.#anchors.set(anchor, source);
    return source;
  }

  #entries(pairs: readonly Pair<Node, Node | null>[], depth: number): Map<string, YamlNode> {
    const entries = new Map<string, YamlNode>();
    const merged: YamlNode[] = [];
    for (const pair of pairs) {
      const key = this.#rangeOf(pair.key);
      if (!isScalar(pair.key)) {
        const isFlowMap = isMap(pair.key) && pair.key.flow;
        this.options.onUnsupported(isFlowMap ? 'flow-map-key' : 'complex-key', key.startLine);
        continue;
      }
      const value = pair.value ? this.build(pair.value, key, depth + 1) : emptyNode(key);
      const name = String(this.#valueOf(pair.key));
      if (name === '<<' && this.options.mergeKeys)
        merged.push(...(value.kind === 'list' ? value.items : [value]));
      else {
        if (entries.has(name)) this.#reportDuplicate(name, key.startLine);
        entries.set(name, isUnwritten(value) ? { ...value, range: key } : value);
      }
    }
    for (const source of merged) {
      if (source.kind !== 'map') this.options.onUnsupported('merged-value', source.range.startLine);
      for (const [name, value] of source.entries) {
        this.#spend();
        if (!entries.has(name)) entries.set(name, value);
      }
    }
    return entries;
  }

  #reportDuplicate(name: string, line: number): void {
    const { onDuplicateKey } = this.options;
    if (!onDuplicateKey) throw new YamlError('duplicate-key', line, `duplicate key "${name}"`);
    onDuplicateKey(name, line);
  }

  #insertionPoint(node: Node, last: unknown, flow: boolean): InsertionPoint {
    const [start] = node.range ?? [0];
    const offset = last === undefined ? start + 1 : this.#endOfEntry(last, flow);
    const { line, col: column } = this.#positionOf(offset);
    const empty = last === undefined;
    const style = empty || flow ? 'flow' : 'block';
    const indent = empty ? 0 : this.#positionOf(start).col - 1;
    return { line, column, style, indent, empty, newline: this.#newline };
  }

  /** The end of the last entry; in block style the end of its line, so that a comment stays on the line of the entry. */
  #endOfEntry(last: unknown, flow: boolean): number {
    const { leaf, key } = lastParts(last);
    let offset = leaf?.range?.[1] ?? 0;
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

  #positionOf(offset: number): { line: number; col: number } {
    const { line, col } = this.lines.linePos(offset);
    return { line: line + this.#linesBefore, col };
  }

  #rangeOf(node: Node): YamlRange {
    const [start, end] = node.range ?? [0, 0];
    const from = this.#positionOf(start);
    const to = this.#positionOf(Math.max(start, end));
    return {
      path: this.options.path,
      startLine: from.line,
      startColumn: from.col,
      endLine: to.line,
      endColumn: to.col,
    };
  }
}

/** Deeper nesting is not followed to find the end of a map. */
const MAX_LEAF_DEPTH = 100;

/**
 * The node whose text ends a pair or item, and its key if the value may be unwritten. The range of a block collection
 * itself includes the comments after it.
 */
function lastParts(last: unknown): { leaf: Node | undefined; key: Node | undefined } {
  let leaf = last;
  let key: Node | undefined;
  for (let depth = 0; depth < MAX_LEAF_DEPTH; depth++) {
    if (isPair(leaf)) {
      key = leaf.key as Node;
      if (!leaf.value) return { leaf: key, key };
      leaf = leaf.value;
    } else if ((isMap(leaf) || isSeq(leaf)) && !leaf.flow && leaf.items.length > 0) {
      key = undefined;
      leaf = leaf.items.at(-1);
    } else break;
  }
  return { leaf: leaf as Node | undefined, key };
}
