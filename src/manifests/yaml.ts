import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
} from 'yaml';
import { PortsideError } from '../findings/errors.js';
import type { Range } from '../findings/location.js';

/** A value of a YAML document that knows where it stands. Aliases are followed, `<<` merges applied. */
export interface YamlNode {
  /** Of the value. */
  readonly range: Range;
  /** Of the key that leads here, else of the value. */
  readonly key: Range;
  /** A scalar's value; undefined for maps and lists. */
  readonly scalar: string | number | boolean | null | undefined;
  /** A map's entries, own keys before merged ones; empty for anything else. */
  readonly entries: ReadonlyMap<string, YamlNode>;
  /** A list's items; empty for anything else. */
  readonly items: readonly YamlNode[];
  readonly kind: 'map' | 'list' | 'scalar';
}

/** Aliases nested deeper than this end the reading: nobody writes them by hand. */
const MAX_DEPTH = 100;
/** Nodes after following aliases; a "billion laughs" document ends here. */
const MAX_NODES = 200_000;

/** The documents of a YAML text, empty ones left out. Throws PortsideError (incomplete) with the line of the mistake. */
export function readYaml(text: string, path: string): YamlNode[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: true });
  const budget = { nodes: MAX_NODES };
  return (Array.isArray(documents) ? documents : []).flatMap((document) => {
    const broken = document.errors[0];
    if (broken) {
      const line = lines.linePos(broken.pos[0]).line;
      const why = broken.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '');
      throw new PortsideError(
        'incomplete',
        `Cannot read the manifest ${path}:${line}: ${why}`,
        'Mend the YAML; templates are checked after they are rendered',
      );
    }
    if (document.contents === null) return [];
    const range = ranger(lines);
    return [build(document.contents, { document, range, path, budget }, undefined, 0)];
  });
}

interface Context {
  readonly document: Document;
  readonly range: (node: Node) => Range;
  readonly path: string;
  readonly budget: { nodes: number };
}

function build(given: Node, context: Context, key: Range | undefined, depth: number): YamlNode {
  if (depth > MAX_DEPTH || --context.budget.nodes < 0)
    throw new PortsideError(
      'incomplete',
      `Cannot read the manifest ${context.path}: its aliases or nesting grow without bound`,
      'Write the values out',
    );
  const place = context.range(given);
  const node = isAlias(given) ? given.resolve(context.document) : given;
  const shell = { range: place, key: key ?? place };
  if (isMap(node)) {
    const entries = new Map<string, YamlNode>();
    const merged: YamlNode[] = [];
    for (const pair of node.items) {
      if (!isScalar(pair.key) || pair.value === undefined) continue;
      const at = context.range(pair.key);
      const value =
        pair.value === null ? empty(at) : build(pair.value as Node, context, at, depth + 1);
      if (pair.key.value === '<<') merged.push(...(value.kind === 'list' ? value.items : [value]));
      else entries.set(String(pair.key.value), value);
    }
    for (const map of merged)
      for (const [name, value] of map.entries) if (!entries.has(name)) entries.set(name, value);
    return { ...shell, kind: 'map', scalar: undefined, entries, items: [] };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => build(item as Node, context, undefined, depth + 1));
    return { ...shell, kind: 'list', scalar: undefined, entries: new Map(), items };
  }
  const value = isScalar(node) ? node.value : null;
  const scalar =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? value
      : null;
  return { ...shell, kind: 'scalar', scalar, entries: new Map(), items: [] };
}

function empty(at: Range): YamlNode {
  return { range: at, key: at, kind: 'scalar', scalar: null, entries: new Map(), items: [] };
}

function ranger(lines: LineCounter) {
  return (node: Node): Range => {
    const [start, end] = node.range ?? [0, 0];
    const from = lines.linePos(start);
    const to = lines.linePos(Math.max(start, end));
    return { startLine: from.line, startColumn: from.col, endLine: to.line, endColumn: to.col };
  };
}
