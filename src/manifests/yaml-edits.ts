import type { Edit, Fix } from '../core/fix.js';
import type { Location } from '../core/location.js';
import { type ManifestNode, readManifestYaml } from './manifest-yaml.js';
import { isJson } from './paths.js';
import { plainValue } from './yaml-values.js';

/**
 * A fix that sets the key at `path` below `node` to `value`, a YAML flow value on one line. It changes an existing key,
 * or adds the key and the missing maps around it after the other keys, with their indentation. Undefined if a node on
 * the path is not a map. The edits have the path of their file.
 */
export function setKey(
  node: ManifestNode,
  path: readonly string[],
  value: string,
  description: string,
): Fix | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return replaceScalar(node, value, description);
  const child = node.entries.get(key);
  if (child) return setKey(child, rest, value, description);
  const { end } = node;
  if (node.kind !== 'map' || !end) return undefined;
  if (end.style === 'flow') {
    const named = (name: string) => (isJson(node.range.path) ? JSON.stringify(name) : name);
    const written = valueIn(node, value);
    const nested = rest.reduceRight((inner, name) => `{ ${named(name)}: ${inner} }`, written);
    return insert(node, `${end.empty ? '' : ', '}${named(key)}: ${nested}`, description);
  }
  const lines = path.map((name, depth) => `${' '.repeat(end.indent + 2 * depth)}${name}:`);
  return insert(node, `${end.newline}${lines.join(end.newline)} ${value}`, description);
}

/** A fix that adds an item, a YAML flow value on one line, to the end of a list. */
export function addItem(list: ManifestNode, item: string, description: string): Fix | undefined {
  const { end } = list;
  if (list.kind !== 'list' || !end) return undefined;
  if (end.style === 'flow')
    return insert(list, `${end.empty ? '' : ', '}${valueIn(list, item)}`, description);
  return insert(list, `${end.newline}${' '.repeat(end.indent)}- ${item}`, description);
}

/**
 * Fixes that add items to the list at `path` below `node`, which they add if it is missing; none without items. One of them
 * is undefined if a node on the path is not a map, or the value is not a list.
 */
export function addItems(
  node: ManifestNode,
  path: readonly string[],
  items: readonly string[],
  description: string,
): (Fix | undefined)[] {
  if (items.length === 0) return [];
  const [key = '', ...rest] = path;
  const child = node.entries.get(key);
  if (child && rest.length > 0) return addItems(child, rest, items, description);
  if (child?.kind === 'list') return items.map((item) => addItem(child, item, description));
  const { end } = node;
  if (child || node.kind !== 'map' || end?.style !== 'block')
    return [child ? undefined : setKey(node, path, `[${items.join(', ')}]`, description)];
  const depth = ' '.repeat(end.indent);
  const keys = path.map((name, level) => `${depth}${'  '.repeat(level)}${name}:`);
  const list = items.map((item) => `${depth}${'  '.repeat(path.length)}- ${item}`);
  return [insert(node, `${end.newline}${[...keys, ...list].join(end.newline)}`, description)];
}

/** A fix that replaces a scalar; undefined if the scalar is not written. */
export function replaceScalar(
  node: ManifestNode,
  value: string,
  description: string,
): Fix | undefined {
  const isWritten = node.scalar !== null || node.range !== node.key;
  if (node.kind !== 'scalar' || !isWritten || node.isRendered) return undefined;
  return { description, edits: [{ ...node.range, text: valueIn(node, value) }] };
}

/** A YAML flow value as the file of `node` has it: a JSON file needs its quotes. */
function valueIn({ range }: ManifestNode, value: string): string {
  if (!isJson(range.path)) return value;
  const [parsed] = readManifestYaml(value, range.path);
  return parsed ? JSON.stringify(plainValue(parsed)) : value;
}

function insert(node: ManifestNode, text: string, description: string): Fix | undefined {
  if (!node.end) return undefined;
  const { line, column } = node.end;
  const edit: Edit & Location = {
    path: node.range.path,
    startLine: line,
    startColumn: column,
    endLine: line,
    endColumn: column,
    text,
  };
  return { description, edits: [edit] };
}
