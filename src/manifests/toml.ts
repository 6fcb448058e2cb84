import { PortsideError } from '../lib/errors.js';
import { lineStarts, rangeOf } from '../lib/lines.js';
import type { ManifestNode } from './manifest-yaml.js';

type NodeRange = ManifestNode['range'];

interface MutableNode extends ManifestNode {
  readonly entries: Map<string, MutableNode>;
  readonly items: MutableNode[];
}

/** A text, and how far it is read. */
interface Cursor {
  readonly text: string;
  readonly path: string;
  readonly starts: readonly number[];
  at: number;
}

/** Deeper nesting is rejected: nobody writes it. */
const MAX_DEPTH = 50;

/**
 * The value of a TOML text, with places, as a YAML text with the same content is read. Dates are texts. Throws PortsideError
 * (incomplete) with the line for a text that is not valid. Source: TOML 1.0.
 */
export function readToml(text: string, path: string): ManifestNode {
  const cursor = { text, path, starts: lineStarts(text), at: text.startsWith('\ufeff') ? 1 : 0 };
  const root = nodeOf('map', rangeBetween(cursor, 0, 0));
  let table = root;
  for (skipLines(cursor); cursor.at < text.length; skipLines(cursor)) {
    const [opening] = match(cursor, /\[\[?/y) ?? [];
    if (opening === undefined) readPair(cursor, table, 0);
    else table = readHeader(cursor, root, opening === '[[');
    if (!match(cursor, /[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y)) fail(cursor, 'the line does not end');
  }
  return root;
}

/** The table of a header: `[a.b]` or, as a new item of a list, `[[a.b]]`. */
function readHeader(cursor: Cursor, root: MutableNode, isItem: boolean): MutableNode {
  const path = readKey(cursor);
  const last = path.pop();
  if (!last || !match(cursor, isItem ? /[ \t]*\]\]/y : /[ \t]*\]/y))
    return fail(cursor, 'a table has no closing bracket');
  const parent = tableAt(cursor, root, path);
  if (!isItem) return childTable(cursor, parent, last);
  const list = parent.entries.get(last.name) ?? nodeOf('list', last.range);
  if (list.kind !== 'list') fail(cursor, `"${last.name}" is not a list`);
  parent.entries.set(last.name, list);
  const item = nodeOf('map', last.range);
  list.items.push(item);
  return item;
}

function readPair(cursor: Cursor, table: MutableNode, depth: number): void {
  const path = readKey(cursor);
  const last = path.pop();
  if (!last || !match(cursor, /[ \t]*=[ \t]*/y)) fail(cursor, 'a key has no value');
  const parent = tableAt(cursor, table, path);
  if (parent.entries.has(last.name)) fail(cursor, `"${last.name}" is set again`);
  parent.entries.set(last.name, { ...readValue(cursor, depth), key: last.range });
}

interface KeyPart {
  readonly name: string;
  readonly range: NodeRange;
}

/** The parts of a key: `plugins."io.containerd".registry` has three. */
function readKey(cursor: Cursor): KeyPart[] {
  const parts: KeyPart[] = [];
  do {
    match(cursor, /[ \t]*/y);
    const from = cursor.at;
    const [whole, bare, double, single] =
      match(cursor, /([\w-]+)|"((?:[^"\\\n]|\\[^\n])*)"|'([^'\n]*)'/y) ?? [];
    if (whole === undefined || parts.length === MAX_DEPTH) fail(cursor, 'a key is not valid');
    const name = bare ?? single ?? unescaped(double ?? '');
    parts.push({ name, range: rangeBetween(cursor, from, cursor.at) });
  } while (match(cursor, /[ \t]*\./y));
  return parts;
}

function tableAt(cursor: Cursor, from: MutableNode, path: readonly KeyPart[]): MutableNode {
  return path.reduce((table, part) => childTable(cursor, table, part), from);
}

/** The table of a name, created if there is none. Of a list it is the last item. */
function childTable(cursor: Cursor, table: MutableNode, { name, range }: KeyPart): MutableNode {
  const known = table.entries.get(name);
  const child = known?.kind === 'list' ? known.items.at(-1) : known;
  if (child && child.kind !== 'map') fail(cursor, `"${name}" is not a table`);
  if (child) return child;
  const created = nodeOf('map', range);
  table.entries.set(name, created);
  return created;
}

function readValue(cursor: Cursor, depth: number): MutableNode {
  if (depth > MAX_DEPTH) fail(cursor, 'values are nested too deep');
  const from = cursor.at;
  const [, long, longLiteral, double, single] =
    match(
      cursor,
      /"""((?:[^"\\]|\\[\s\S]|"(?!""))*)"""|'''((?:[^']|'(?!''))*)'''|"((?:[^"\\\n]|\\[^\n])*)"|'([^'\n]*)'/y,
    ) ?? [];
  const text = longLiteral ?? single;
  const escaped = long ?? double;
  if (text !== undefined || escaped !== undefined)
    return scalarNode(cursor, from, text ?? unescaped(escaped ?? ''));
  if (match(cursor, /\[/y)) return readList(cursor, from, depth);
  if (match(cursor, /\{/y)) return readInlineTable(cursor, from, depth);
  const [word] = match(cursor, /[\w.+:-]+/y) ?? [];
  if (word === undefined) return fail(cursor, 'a value is not valid');
  const isFlag = word === 'true' || word === 'false';
  return scalarNode(cursor, from, isFlag ? word === 'true' : word);
}

function readList(cursor: Cursor, from: number, depth: number): MutableNode {
  const items: MutableNode[] = [];
  for (skipLines(cursor); !match(cursor, /\]/y); skipLines(cursor)) {
    items.push(readValue(cursor, depth + 1));
    skipLines(cursor);
    if (!match(cursor, /,|(?=\])/y)) fail(cursor, 'a list has no closing bracket');
  }
  return { ...nodeOf('list', rangeBetween(cursor, from, cursor.at)), items };
}

function readInlineTable(cursor: Cursor, from: number, depth: number): MutableNode {
  const table = nodeOf('map', rangeBetween(cursor, from, from));
  while (!match(cursor, /[ \t]*\}/y)) {
    readPair(cursor, table, depth + 1);
    if (!match(cursor, /[ \t]*(?:,|(?=\}))/y)) fail(cursor, 'a table has no closing brace');
  }
  return { ...table, range: rangeBetween(cursor, from, cursor.at) };
}

/** Skips blanks, comments and ends of lines. */
function skipLines(cursor: Cursor): void {
  match(cursor, /(?:[ \t\r\n]|#[^\n]*)*/y);
}

/** What a sticky expression finds at the cursor, which moves behind it. */
function match(cursor: Cursor, expression: RegExp): RegExpExecArray | undefined {
  expression.lastIndex = cursor.at;
  const found = expression.exec(cursor.text);
  if (!found) return undefined;
  cursor.at = expression.lastIndex;
  return found;
}

/** Rules compare names of hosts and addresses, which need no other escapes. */
function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, '$1');
}

function scalarNode(cursor: Cursor, from: number, scalar: string | boolean): MutableNode {
  const range = rangeBetween(cursor, from, cursor.at);
  return { kind: 'scalar', range, key: range, scalar, entries: NO_ENTRIES, items: NO_ITEMS };
}

/** Scalars share them: nothing is added to either. */
const NO_ENTRIES = new Map<string, MutableNode>();
const NO_ITEMS: MutableNode[] = [];

function nodeOf(kind: ManifestNode['kind'], range: NodeRange): MutableNode {
  return { kind, range, key: range, scalar: undefined, entries: new Map(), items: [] };
}

function rangeBetween({ path, starts }: Cursor, from: number, to: number): NodeRange {
  return { path, ...rangeOf(starts, from, to) };
}

function fail(cursor: Cursor, problem: string): never {
  const { startLine } = rangeBetween(cursor, cursor.at, cursor.at);
  throw new PortsideError(
    'PSE3753',
    `Cannot read the configuration ${cursor.path}:${startLine}: ${problem}`,
    'Fix the TOML',
  );
}
