import type { ManifestNode } from '../../manifest-yaml.js';
import { type RenderBudget, RenderGap, spend } from './budget.js';
import {
  type NodeOrigin,
  renderedMap,
  renderedScalar,
  scalarText,
  withEntry,
  withItems,
} from './node-edits.js';
import { compile } from './selectors.js';

/** The parts of a path such as `spec.containers.[name=web].env.0.value`; dots in brackets and after `\` belong to a key. */
export function splitPath(path: string): string[] {
  const [first = '', ...others] = path.split('.');
  const parts: string[] = first === '' && others.length > 0 ? [] : [first];
  for (const part of others) {
    const last = parts.at(-1);
    if (last?.endsWith('\\')) parts[parts.length - 1] = `${last.slice(0, -1)}.${part}`;
    else parts.push(part);
  }
  const result: string[] = [];
  for (let index = 0; index < parts.length; index++) {
    let part = parts[index] ?? '';
    if (/^\[[^=]*\]$/.test(part))
      throw new RenderGap(`a replacement has the path ${path.slice(0, 100)}`);
    if (!part.startsWith('[') || part.endsWith(']')) {
      result.push(part);
      continue;
    }
    while (!part.endsWith(']') && index + 1 < parts.length) part += `.${parts[++index] ?? ''}`;
    result.push(part.includes('=') ? part : part.replace(/^[[\]]+|[[\]]+$/g, ''));
  }
  return result;
}

/** The value at a path; undefined if there is none. A list is entered by an index or by `[key=value]`. */
export function lookUpPath(node: ManifestNode, path: readonly string[]): ManifestNode | undefined {
  let found: ManifestNode | undefined = node;
  for (const part of path) {
    if (!found) return undefined;
    const [key, value] = matchOf(part) ?? [];
    if (key !== undefined)
      found = found.items.find((item) => scalarText(item.entries.get(key) ?? item) === value);
    else found = found.kind === 'list' ? found.items[Number(part)] : found.entries.get(part);
  }
  return found;
}

/** `[name=web]`: the key and the value. */
function matchOf(part: string): [key: string, value: string] | undefined {
  const [, key, value] = /^\[([^=]*)=(.*)\]$/s.exec(part) ?? [];
  return key === undefined || value === undefined ? undefined : [key, value];
}

/** How the values at a path are replaced. */
export interface PathChange {
  readonly budget: RenderBudget;
  readonly change: (node: ManifestNode) => ManifestNode;
  /** What a missing value is created as, and the place that it gets; absent if it is not created. */
  readonly created?: { readonly kind: ManifestNode['kind']; readonly at: NodeOrigin };
}

/** The object with all values at a path replaced. Throws RenderGap if there is none. */
export function replaceAtPath(
  object: ManifestNode,
  path: readonly string[],
  options: PathChange,
): ManifestNode {
  let count = 0;
  const change = (node: ManifestNode) => {
    count++;
    return options.change(node);
  };
  const result = visit(object, path, { ...options, change });
  if (count === 0) throw new RenderGap(`a replacement finds no field ${path.join('.')}`);
  return result;
}

function visit(node: ManifestNode, path: readonly string[], options: PathChange): ManifestNode {
  spend(options.budget, 'steps');
  const [part, ...rest] = path;
  if (part === undefined) return options.change(node);
  if (node.kind === 'scalar')
    throw new RenderGap(
      `a replacement changes a part of the text at ${node.range.path}:${node.range.startLine}`,
    );
  const match = matchOf(part);
  if (match) return visitMatching(node, match, rest, options);
  if (part === '*' && node.kind === 'list')
    return withItems(
      node,
      node.items.map((item) => visit(item, rest, options)),
    );
  if (node.kind === 'list') return visitIndex(node, part, rest, options);
  const child = node.entries.get(part);
  if (child) return withEntry(node, part, visit(child, rest, options));
  if (!options.created) return node;
  return withEntry(node, part, visit(createdFor(rest, options.created), rest, options));
}

function visitIndex(
  node: ManifestNode,
  part: string,
  rest: readonly string[],
  options: PathChange,
): ManifestNode {
  const index = /^\d{1,6}$/.test(part) ? Number(part) : Number.NaN;
  const { length } = node.items;
  if (index === length && options.created)
    return withItems(node, [
      ...node.items,
      visit(createdFor(rest, options.created), rest, options),
    ]);
  if (!(index < length)) throw new RenderGap(`a replacement finds no item ${part} of a list`);
  return withItems(
    node,
    node.items.map((item, at) => (at === index ? visit(item, rest, options) : item)),
  );
}

function visitMatching(
  node: ManifestNode,
  [key, value]: readonly [key: string, value: string],
  rest: readonly string[],
  options: PathChange,
): ManifestNode {
  const pattern = compile(value);
  const isMatch = (item: ManifestNode) => {
    const found = key === '' ? item : item.entries.get(key);
    return found?.kind === 'scalar' && pattern.matcher(scalarText(found)).find();
  };
  const { created } = options;
  if (node.items.some(isMatch) || !created)
    return withItems(
      node,
      node.items.map((item) => (isMatch(item) ? visit(item, rest, options) : item)),
    );
  const text = renderedScalar(value, created.at);
  const item = key === '' ? text : renderedMap([[key, text]], created.at);
  return withItems(node, [...node.items, visit(item, rest, options)]);
}

/** What is created for the rest of a path. */
function createdFor(
  [next]: readonly string[],
  { kind, at }: NonNullable<PathChange['created']>,
): ManifestNode {
  if (next === undefined) {
    if (kind === 'map') return renderedMap([], at);
    return kind === 'list' ? { ...renderedMap([], at), kind: 'list' } : renderedScalar(null, at);
  }
  const isList = matchOf(next) !== undefined || /^\d+$/.test(next) || next === '*';
  return isList ? { ...renderedMap([], at), kind: 'list' } : renderedMap([], at);
}
